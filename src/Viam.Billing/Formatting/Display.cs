using System.Management.Automation;
using Viam.Billing.Text;

namespace Viam.Billing.Formatting;

/// <summary>
/// Colored values, which views show in place of the properties. The types file attaches these methods as hidden
/// members. They are compiled, since the first script block of a view takes 45 ms.
/// </summary>
public static class Display
{
    private const string Red = "\u001b[91m";
    private const string Yellow = "\u001b[93m";
    private const string Reset = "\u001b[0m";

    /// <summary>The status of an invoice: red if it is overdue, yellow if it is outstanding.</summary>
    public static object? InvoiceStatus(PSObject invoice) =>
        Colored(
            Value(invoice, nameof(Invoice.Status)),
            color: IsTrue(invoice, nameof(Invoice.IsOverdue)) ? Red
                : Is(invoice, nameof(Invoice.Status), Billing.InvoiceStatus.Outstanding) ? Yellow
                : null
        );

    /// <summary>The number of overdue invoices: red unless it is 0.</summary>
    public static object? OverdueInvoiceCount(PSObject balance) =>
        Colored(
            Value(balance, nameof(OrganizationBalance.OverdueInvoiceCount)),
            IsTrue(balance, nameof(OrganizationBalance.OverdueInvoiceCount)) ? Red : null
        );

    /// <summary>The state of a charge in its ledger: red if it is unknown, yellow if it isn't charged.</summary>
    public static object? ChargeState(PSObject entry) =>
        Colored(
            Value(entry, nameof(ChargeLedgerEntry.State)),
            Is(entry, nameof(ChargeLedgerEntry.State), "Charged") ? null
                : Is(entry, nameof(ChargeLedgerEntry.State), "Unknown") ? Red
                : Yellow
        );

    private static object? Colored(object? value, string? color) => color is null ? value : $"{color}{value}{Reset}";

    // By name, since a deserialized object isn't of its original type.
    private static object? Value(PSObject instance, string property) =>
        instance.Properties[property]?.Value is var value && value is string text ? VisibleText.From(text) : value;

    private static bool IsTrue(PSObject instance, string property) =>
        LanguagePrimitives.IsTrue(Value(instance, property));

    private static bool Is(PSObject instance, string property, string value) =>
        string.Equals(Value(instance, property)?.ToString(), value, StringComparison.OrdinalIgnoreCase);
}
