namespace Viam.Billing.Services;

/// <summary>Makes billing services. Implemented in assemblies that are loaded at the first connect, and found there by this interface.</summary>
internal interface IBillingServiceProvider
{
    IBillingService Create(BillingServiceOptions options);
}

/// <param name="Endpoint">Scheme, host and port of the service.</param>
/// <param name="Credential">What proves who calls.</param>
/// <param name="Timeout">The deadline of each request. It may change, for the requests after that.</param>
internal sealed record BillingServiceOptions(Uri Endpoint, Credential Credential, TimeSpan Timeout)
{
    public TimeSpan Timeout { get; set; } = Timeout;

    /// <summary>What decides whether a token has expired and an invoice is overdue.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long a connection may take to come about, at most.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
