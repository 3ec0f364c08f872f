using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>One charge of a batch, and its outcome.</summary>
internal sealed class BatchItem(string reference, ChargeRequest charge)
{
    private readonly TaskCompletionSource<ChargeOutcome> _outcome = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public string Reference { get; } = reference;

    public ChargeRequest Charge { get; } = charge;

    public Task<ChargeOutcome> Outcome => _outcome.Task;

    /// <summary>True if the charge can be sent when the user confirms.</summary>
    public bool IsReady { get; private set; }

    /// <summary>True if the charge is sent although an earlier attempt was interrupted.</summary>
    public bool IsResend { get; private set; }

    public void MakeReady(bool isResend)
    {
        IsResend = isResend;
        IsReady = true;
    }

    public void Complete(ChargeOutcome outcome) => _outcome.TrySetResult(outcome);

    public void Abort(Exception reason) => _outcome.TrySetException(reason);
}
