using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>Validates a charge before a request is sent.</summary>
internal static class ChargeValidator
{
    /// <summary>The maximum number of Unicode characters in a description, according to the API.</summary>
    private const int MaxDescription = 1000;

    /// <summary>
    /// US dollars. Amounts are sent as doubles, whose 15 digits must be able to represent each cent, and a tenth of a
    /// cent that must be rejected.
    /// </summary>
    private const decimal Limit = 1_000_000_000_000m;

    private const string TooLarge = "is too large to be sent exactly";

    /// <summary>The first violated rule; null if the charge is valid.</summary>
    public static ChargeRuleViolation? Validate(ChargeRequest charge) =>
        CheckAmount("-Subtotal", charge.Subtotal)
        ?? CheckAmount("-Tax", charge.Tax)
        ?? (
            charge.Subtotal == 0
                ? new ChargeRuleViolation.Amount("-Subtotal", charge.Subtotal, "isn't greater than zero")
                : null
        )
        ?? (charge.Total >= Limit ? new ChargeRuleViolation.Amount("The total", charge.Total, TooLarge) : null)
        ?? CheckDescription(charge.Description);

    private static ChargeRuleViolation? CheckDescription(string? description) =>
        description?.EnumerateRunes().Count() > MaxDescription
            ? new ChargeRuleViolation.Description(MaxDescription)
            : null;

    private static ChargeRuleViolation? CheckAmount(string parameter, decimal amount) =>
        amount < 0 ? new ChargeRuleViolation.Amount(parameter, amount, "is negative")
        // Without this check, the sum of subtotal and tax could overflow.
        : amount >= Limit ? new ChargeRuleViolation.Amount(parameter, amount, TooLarge)
        : decimal.Round(amount, 2) != amount
            ? new ChargeRuleViolation.Amount(parameter, amount, "has more than two decimal places")
        : null;
}
