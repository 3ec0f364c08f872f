namespace Viam.Billing.Services;

/// <summary>
/// The context of a request: how to cancel it, and where to report it. <paramref name="Report"/> can be called on any
/// thread.
/// </summary>
internal readonly record struct CallContext(CancellationToken CancellationToken, Action<CallReport>? Report = null)
{
    /// <summary>Cancels a request that hasn't been sent yet, and has no effect on a request that was sent.</summary>
    public CancellationToken BeforeSending { get; init; }

    /// <summary>Determines when the invoice of a charge is searched for; null for the clock of the system.</summary>
    public TimeProvider? Clock { get; init; }
}
