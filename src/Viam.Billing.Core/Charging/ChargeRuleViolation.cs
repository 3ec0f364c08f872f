namespace Viam.Billing.Charging;

/// <summary>A rule for charges that was broken, so that nothing is sent.</summary>
internal abstract record ChargeRuleViolation
{
    /// <param name="Parameter">Where the amount comes from.</param>
    /// <param name="Value">US dollars.</param>
    /// <param name="Reason">What is wrong with it, to follow the amount in a sentence.</param>
    public sealed record Amount(string Parameter, decimal Value, string Reason) : ChargeRuleViolation;

    /// <param name="Limit">The most characters that it may have.</param>
    public sealed record Description(int Limit) : ChargeRuleViolation;
}
