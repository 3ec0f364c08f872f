using System.Globalization;

namespace Viam.Billing.Sandbox.State;

/// <summary>A requested charge, with the checks that don't depend on the organization.</summary>
/// <param name="Method">The RPC.</param>
/// <param name="Subtotal">US dollars.</param>
/// <param name="Tax">US dollars.</param>
internal sealed record ChargeOrder(
    string Method,
    string OrganizationId,
    string? Description,
    decimal Subtotal,
    decimal Tax,
    string? BrandingOrganizationId,
    bool ConfirmationEmail
)
{
    private const int MaxDescriptionLength = 1000;

    // The maximum amount of one card payment.
    private const double MaxAmount = 999_999.99;

    /// <summary>Validates the request.</summary>
    internal static ChargeOrder From(
        string method,
        string organizationId,
        string? description,
        double subtotal,
        double tax,
        string? brandingOrganizationId,
        bool confirmationEmail
    )
    {
        if (description?.EnumerateRunes().Count() > MaxDescriptionLength)
        {
            throw RpcErrors.InvalidArgument(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"description is longer than {MaxDescriptionLength} characters"
                )
            );
        }

        var cents = Money("subtotal", subtotal);
        if (cents <= 0)
        {
            throw RpcErrors.InvalidArgument("subtotal must be more than 0");
        }

        var taxCents = Money("tax", tax);
        if (taxCents < 0)
        {
            throw RpcErrors.InvalidArgument("tax must not be less than 0");
        }

        return new ChargeOrder(
            method,
            organizationId,
            NullIfEmpty(description),
            cents,
            taxCents,
            NullIfEmpty(brandingOrganizationId),
            confirmationEmail
        );
    }

    /// <summary>The line items of the invoice.</summary>
    internal IReadOnlyList<InvoiceLine> Lines()
    {
        var charge = new InvoiceLine(string.IsNullOrWhiteSpace(Description) ? "Charge" : Description, Subtotal);
        return Tax == 0 ? [charge] : [charge, new InvoiceLine("Tax", Tax)];
    }

    // The condition is negated, so that NaN is also rejected.
    private static decimal Money(string name, double amount) =>
        !(Math.Abs(amount) <= MaxAmount)
            ? throw RpcErrors.InvalidArgument(
                string.Create(CultureInfo.InvariantCulture, $"{name} must be an amount of at most {MaxAmount:0.00}")
            )
            : decimal.Round((decimal)amount, 2, MidpointRounding.AwayFromZero);

    private static string? NullIfEmpty(string? text) => text is { Length: > 0 } ? text : null;
}
