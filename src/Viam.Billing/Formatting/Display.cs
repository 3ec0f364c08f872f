using System.Management.Automation;
using Viam.Billing.Text;

namespace Viam.Billing.Formatting;

/// <summary>
/// What tables and lists show in place of a plain value: hidden members of the objects, which the types file names. Compiled, since the first script block of a view
/// costs a person more than 10 ms.
/// </summary>
public static class Display
{
    private const string Red = "\u001b[91m";
    private const string Yellow = "\u001b[93m";
    private const string Reset = "\u001b[0m";

    /// <summary>An invoice's status: red when it is overdue, yellow while it is not paid.</summary>
    public static object? InvoiceStatus(PSObject invoice) =>
        Colored(
            Value(invoice, nameof(Invoice.Status)),
            color: IsTrue(invoice, nameof(Invoice.IsOverdue)) ? Red
                : Is(invoice, nameof(Invoice.Status), Billing.InvoiceStatus.Outstanding) ? Yellow
                : null
        );

    /// <summary>How many of an organization's invoices are overdue: red unless there are none.</summary>
    public static object? OverdueInvoiceCount(PSObject balance) =>
        Colored(
            Value(balance, nameof(OrganizationBalance.OverdueInvoiceCount)),
            IsTrue(balance, nameof(OrganizationBalance.OverdueInvoiceCount)) ? Red : null
        );

    /// <summary>What became of a charge, as its ledger has it: red when nobody knows, yellow while it is not charged.</summary>
    public static object? ChargeState(PSObject entry) =>
        Colored(
            Value(entry, nameof(ChargeLedgerEntry.State)),
            Is(entry, nameof(ChargeLedgerEntry.State), "Charged") ? null
                : Is(entry, nameof(ChargeLedgerEntry.State), "Unknown") ? Red
                : Yellow
        );

    /// <summary>Who holds what is paid with: a card's brand, or a bank.</summary>
    public static object? PaymentMethodIssuer(PSObject information) =>
        Value(information, nameof(BillingInformation.CardBrand))
        ?? Value(information, nameof(BillingInformation.BankName));

    /// <summary>The last four digits of what is paid with, a card or an account.</summary>
    public static object? PaymentMethodLastFourDigits(PSObject information) =>
        Value(information, nameof(BillingInformation.CardLastFourDigits))
        ?? Value(information, nameof(BillingInformation.BankAccountLastFourDigits));

    private static object? Colored(object? value, string? color) => color is null ? value : $"{color}{value}{Reset}";

    // By name, since an object that was picked apart and put together again, as by Select-Object, has the members and not the type.
    private static object? Value(PSObject instance, string property) =>
        instance.Properties[property]?.Value is var value && value is string text ? VisibleText.From(text) : value;

    private static bool IsTrue(PSObject instance, string property) =>
        LanguagePrimitives.IsTrue(Value(instance, property));

    private static bool Is(PSObject instance, string property, string value) =>
        string.Equals(Value(instance, property)?.ToString(), value, StringComparison.OrdinalIgnoreCase);
}
