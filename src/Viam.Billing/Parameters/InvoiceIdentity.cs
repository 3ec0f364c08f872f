using Viam.Billing.Parameters;

namespace Viam.Billing;

/// <summary>
/// An invoice as an argument: its ID, or the invoice itself. PowerShell makes one of nothing else, so that an object of
/// another kind is an error and never sent as text.
/// </summary>
public sealed class InvoiceIdentity : IIdentity<InvoiceIdentity>
{
    public InvoiceIdentity(string invoiceId) => Id = invoiceId ?? "";

    public InvoiceIdentity(Guid invoiceId) => Id = invoiceId.ToString("D");

    public InvoiceIdentity(Invoice invoice)
        : this((invoice ?? throw new ArgumentNullException(nameof(invoice))).InvoiceId) => Invoice = invoice;

    internal string Id { get; }

    /// <summary>The invoice itself, if it was given.</summary>
    internal Invoice? Invoice { get; }

    public override string ToString() => Id;

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
