namespace Viam.Billing.Services;

/// <param name="Endpoint">The scheme, host, and port of the service.</param>
/// <param name="Credential">The credential.</param>
/// <param name="Timeout">The timeout of each request. It may change, for the requests after that.</param>
internal sealed record BillingServiceOptions(Uri Endpoint, Credential Credential, TimeSpan Timeout)
{
    public TimeSpan Timeout { get; set; } = Timeout;

    /// <summary>The clock that determines whether a token has expired and whether an invoice is overdue.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Creates, at first, and returns the folder of the usage store that goes with the service, as the sandbox's; null
    /// if the user's own is used.
    /// </summary>
    public Func<string>? UsageStore { get; init; }

    /// <summary>The maximum time to establish a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
