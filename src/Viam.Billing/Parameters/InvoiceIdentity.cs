using System.Management.Automation;
using Viam.Billing.Parameters;

namespace Viam.Billing;

/// <summary>
/// An invoice as a cmdlet parameter: its ID, or the invoice itself. Other types aren't converted, so that an object of
/// another type is an error and isn't sent as text.
/// </summary>
public sealed class InvoiceIdentity : IIdentity<InvoiceIdentity>
{
    public InvoiceIdentity(string invoiceId) => Id = invoiceId ?? "";

    public InvoiceIdentity(Guid invoiceId) => Id = invoiceId.ToString("D");

    public InvoiceIdentity(Invoice invoice)
        : this((invoice ?? throw new ArgumentNullException(nameof(invoice))).InvoiceId) => Invoice = invoice;

    internal string Id { get; }

    /// <summary>True if the value means no invoice, such as a number.</summary>
    internal bool IsInvalid { get; private init; }

    /// <summary>The invoice itself; null if an ID was specified.</summary>
    internal Invoice? Invoice { get; }

    RowProblem? IIdentity.RowProblem => RowProblem;

    private RowProblem? RowProblem { get; init; }

    public override string ToString() => Id;

    static InvoiceIdentity? IIdentity<InvoiceIdentity>.FromRow(PSObject row) =>
        (RowProblem.FindSeparator(row) ?? RowProblem.FindConflict(row)) is { } problem
            ? new(row.ToString()) { IsInvalid = true, RowProblem = problem }
            : null;

    static InvoiceIdentity? IIdentity<InvoiceIdentity>.FromInvalid(object? value) =>
        value is ValueType ? new(OrganizationIdentity.ToText(value)) { IsInvalid = true } : null;

    static InvoiceIdentity? IIdentity<InvoiceIdentity>.From(object? value) =>
        value switch
        {
            string id => new(id),
            Guid id => new(id),
            Invoice invoice => new(invoice),
            InvoiceIdentity identity => identity,
            _ => null,
        };
}
