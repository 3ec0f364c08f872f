using System.ComponentModel;
using System.Management.Automation;
using Viam.Billing.Parameters;

namespace Viam.Billing;

/// <summary>
/// An invoice as an argument: the output of Get-ViamInvoice. Copies of invoices are also converted, so that a cmdlet
/// can reject them. Text in a copy, such as an amount or a date of a CSV file, can't be read reliably, and its
/// organization ID alone would mean all invoices of the organization.
/// </summary>
[TypeConverter(typeof(InvoiceInputConverter))]
public sealed class InvoiceInput
{
    /// <summary>The properties that only objects about an invoice have.</summary>
    private static readonly string[] s_properties = ["InvoiceId", "InvoiceDate", "DueDate", "PaidDate"];

    internal InvoiceInput(Invoice? invoice) => Invoice = invoice;

    /// <summary>Null if the object is a copy.</summary>
    internal Invoice? Invoice { get; }

    public override string ToString() => Invoice?.ToString() ?? "Copy";

    /// <summary>Null if a value isn't about an invoice at all.</summary>
    internal static InvoiceInput? From(object? value) =>
        value switch
        {
            InvoiceInput input => input,
            Invoice invoice => new(invoice),
            InvoiceAgingDetail => new(invoice: null),
            PSObject { BaseObject: not PSCustomObject and not PSObject } wrapped => From(wrapped.BaseObject),
            PSObject copy when Array.Exists(s_properties, name => copy.Properties[name] is not null) => new(
                invoice: null
            ),
            _ => null,
        };
}
