using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>What a charge must be like before anything is sent.</summary>
internal static class ChargeValidator
{
    /// <summary>In Unicode characters. Source: the service's contract.</summary>
    private const int MaxDescription = 1000;

    /// <summary>US dollars. An amount travels as a double, whose 15 digits must show every cent, and a tenth of one that would be too much.</summary>
    private const decimal Limit = 1_000_000_000_000m;

    private const string TooLarge = "is too large to travel exactly";

    /// <summary>The first rule that is broken; null if all are kept.</summary>
    public static ChargeRuleViolation? Validate(ChargeRequest charge) =>
        CheckAmount("-Subtotal", charge.Subtotal)
        ?? CheckAmount("-Tax", charge.Tax)
        ?? (
            charge.Subtotal == 0
                ? new ChargeRuleViolation.Amount("-Subtotal", charge.Subtotal, "is not above zero")
                : null
        )
        ?? (charge.Total >= Limit ? new ChargeRuleViolation.Amount("The total", charge.Total, TooLarge) : null)
        ?? CheckDescription(charge.Description);

    private static ChargeRuleViolation? CheckDescription(string? description) =>
        description?.EnumerateRunes().Count() > MaxDescription
            ? new ChargeRuleViolation.Description(MaxDescription)
            : null;

    private static ChargeRuleViolation? CheckAmount(string parameter, decimal amount) =>
        amount < 0 ? new ChargeRuleViolation.Amount(parameter, amount, "is below zero")
        // Two that are could not even be added up.
        : amount >= Limit ? new ChargeRuleViolation.Amount(parameter, amount, TooLarge)
        : decimal.Round(amount, 2) != amount
            ? new ChargeRuleViolation.Amount(parameter, amount, "has more than two decimals")
        : null;
}
