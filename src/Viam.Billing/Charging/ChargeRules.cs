using System.Management.Automation;
using Viam.Billing.Commands;
using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>What a charge must be like before anything is sent.</summary>
internal static class ChargeRules
{
    /// <summary>In Unicode characters. Source: the service's contract.</summary>
    private const int MaxDescription = 1000;

    /// <summary>The first rule that is broken; null if all are kept.</summary>
    public static ErrorRecord? Check(ChargeRequest charge) =>
        Amount("-Subtotal", charge.Subtotal) ?? Amount("-Tax", charge.Tax)
        ?? (charge.Subtotal == 0 ? Errors.InvalidAmount("-Subtotal", charge.Subtotal, "is not above zero") : null)
        ?? (charge.Description?.EnumerateRunes().Count() > MaxDescription ? Errors.DescriptionTooLong(MaxDescription) : null);

    private static ErrorRecord? Amount(string parameter, decimal amount) =>
        amount < 0 ? Errors.InvalidAmount(parameter, amount, "is below zero")
        : decimal.Round(amount, 2) != amount ? Errors.InvalidAmount(parameter, amount, "has more than two decimals")
        // It travels as a double, which must hold every cent.
        : amount > 9_999_999_999_999m ? Errors.InvalidAmount(parameter, amount, "is too large to travel exactly")
        : null;
}
