namespace Viam.Billing.Charging;

/// <summary>A violated rule for charges. The charge isn't sent.</summary>
internal abstract record ChargeRuleViolation
{
    /// <param name="Parameter">The name of the amount.</param>
    /// <param name="Value">US dollars.</param>
    /// <param name="Reason">The end of a sentence that begins with the amount.</param>
    public sealed record Amount(string Parameter, decimal Value, string Reason) : ChargeRuleViolation;

    /// <param name="Limit">The maximum number of characters.</param>
    public sealed record Description(int Limit) : ChargeRuleViolation;
}
