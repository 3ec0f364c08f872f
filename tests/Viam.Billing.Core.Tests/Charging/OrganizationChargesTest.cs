using Viam.Billing.Charging;
using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Base class for tests of the charges of an organization.</summary>
public abstract class OrganizationChargesTest
{
    private protected const string Organization = "6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10";

    private protected static DateTime Now { get; } = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);

    private protected OrganizationCharges Charges { get; } = new(Organization);

    private protected Task<InvoiceListing> ListAsync(IBillingService service) =>
        Charges.ListAsync(service, new CallContext(TestContext.Current.CancellationToken));

    private protected static FakeBillingService Service(Func<IReadOnlyList<Invoice>> list) =>
        new() { Charge = (_, _) => throw new NotSupportedException(), List = _ => list() };

    private protected static TrackedCharge Charge(string key, params string[] known) =>
        new(key, Organization, 10m, Now, Now, HasCompleteList: true, known.Contains);

    private protected static Invoice Invoice(
        string id,
        decimal? amount = 10m,
        DateTime? date = null,
        bool hasDate = true
    ) =>
        new()
        {
            OrganizationId = Organization,
            InvoiceId = id,
            Amount = amount,
            InvoiceDate = hasDate ? date ?? Now : null,
        };
}
