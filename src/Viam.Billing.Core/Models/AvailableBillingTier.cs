using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>An available billing tier. Source: BillingService.GetAvailableBillingTiers.</summary>
public sealed class AvailableBillingTier : BillingObject
{
    public string BillingTier { get; internal init; } = "";

    public override string ToString() => VisibleText.From(BillingTier);
}
