namespace Viam.Billing;

/// <summary>
/// An email that asks an organization to set up payment. Source: BillingService.SendPaymentRequiredEmail.
/// </summary>
public sealed class PaymentRequiredEmail : BillingObject, INamedRow
{
    /// <summary>Null if the name isn't known or can't be read.</summary>
    public string? CustomerOrganizationName { get; internal set; }

    /// <summary>The organization that was asked to set up payment.</summary>
    public string CustomerOrganizationId { get; internal init; } = "";

    /// <summary>Null if the name isn't known or can't be read.</summary>
    public string? BillingOwnerOrganizationName { get; internal set; }

    /// <summary>The organization that bills the customer.</summary>
    public string BillingOwnerOrganizationId { get; internal init; } = "";

    /// <summary>The time at which the service accepted the email, by this computer's clock. UTC.</summary>
    public DateTime SentAt { get; internal init; }

    void INamedRow.FillNames(Func<string?, string?> find)
    {
        CustomerOrganizationName ??= find(CustomerOrganizationId);
        BillingOwnerOrganizationName ??= find(BillingOwnerOrganizationId);
    }

    public override string ToString() => FormattableString.Invariant($"{CustomerOrganizationId} {SentAt:u}");
}
