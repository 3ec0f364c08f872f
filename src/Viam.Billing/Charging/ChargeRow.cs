using System.Management.Automation;
using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>One charge of a batch, and what becomes of it.</summary>
internal sealed class ChargeRow(string reference, ChargeRequest charge)
{
    private readonly TaskCompletionSource<IReadOnlyList<object>> _results = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Reference { get; } = reference;

    public ChargeRequest Charge { get; } = charge;

    /// <summary>A <see cref="Viam.Billing.Charge"/>, <see cref="ErrorRecord"/>s, or both.</summary>
    public Task<IReadOnlyList<object>> Results => _results.Task;

    /// <param name="notWritten">Why the ledger does not say so; null if it does.</param>
    public void Done(object result, ErrorRecord? notWritten = null) => _results.TrySetResult(notWritten is null ? [result] : [result, notWritten]);

    public void Stop(Exception reason) => _results.TrySetException(reason);
}
