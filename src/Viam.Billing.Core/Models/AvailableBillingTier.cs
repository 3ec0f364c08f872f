using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>A billing tier that there is. Source: BillingService.GetAvailableBillingTiers.</summary>
public sealed class AvailableBillingTier : BillingObject
{
    public string BillingTier { get; internal init; } = "";

    public override string ToString() => VisibleText.From(BillingTier);
}
