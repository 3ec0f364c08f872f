namespace Viam.Billing.Services;

/// <summary>
/// Creates billing services. The implementations are in assemblies that are loaded at the first connection, and are
/// found by this interface.
/// </summary>
internal interface IBillingServiceProvider
{
    IBillingService Create(BillingServiceOptions options);
}
