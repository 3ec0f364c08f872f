using System.Management.Automation;
using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>One charge of a batch, and what becomes of it.</summary>
internal sealed class ChargeRow(string reference, ChargeRequest charge)
{
    private readonly TaskCompletionSource<object> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Reference { get; } = reference;

    public ChargeRequest Charge { get; } = charge;

    /// <summary>A <see cref="Viam.Billing.Charge"/>, or an <see cref="ErrorRecord"/>.</summary>
    public Task<object> Result => _result.Task;

    public void Done(Charge charge) => _result.TrySetResult(charge);

    public void Done(ErrorRecord error) => _result.TrySetResult(error);

    public void Stop(Exception reason) => _result.TrySetException(reason);
}
