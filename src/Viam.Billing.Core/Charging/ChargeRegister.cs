using System.Collections.Concurrent;
using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Charging;

/// <summary>
/// The session's information about charges, with and without a charge ledger, for all runspaces: which invoices were
/// listed, which charges they belong to, and which charges are in progress or have an unknown outcome. Safe for
/// concurrent use.
/// </summary>
internal sealed class ChargeRegister
{
    private readonly ConcurrentDictionary<string, OrganizationCharges> _organizations = new();

    public OrganizationCharges Of(string organizationId) =>
        _organizations.GetOrAdd(organizationId, static id => new OrganizationCharges(id));

    /// <summary>Adds the content of a charge ledger, and replaces its earlier content.</summary>
    /// <param name="path">The path of the charge ledger.</param>
    public void Load(ChargeLedger ledger, string path)
    {
        foreach (var (organizationId, invoiceIds) in ledger.ListedInvoices())
        {
            Of(organizationId).AddListed(invoiceIds);
        }
        foreach (var entry in ledger.Entries)
        {
            Update(ledger, path, entry);
        }
    }

    /// <summary>Adds the content of a charge ledger for one reference.</summary>
    public void Update(ChargeLedger ledger, string path, LedgerEntry entry)
    {
        var charges = Of(entry.Charge.OrganizationId);
        var key = KeyOf(path, entry.Reference);
        if (entry.InvoiceId is not null)
        {
            charges.Claim(key, entry.InvoiceId);
        }
        else if (entry.IsOpen)
        {
            charges.Track(Create(ledger, path, entry));
        }
        else
        {
            charges.Untrack(key);
        }
    }

    public static string KeyOf(string path, string reference) => $"{path}\0{reference.ToUpperInvariant()}";

    public static TrackedCharge Create(ChargeLedger ledger, string path, LedgerEntry entry) =>
        new(
            KeyOf(path, entry.Reference),
            entry.Charge.OrganizationId,
            entry.Charge.Total,
            entry.FirstIntentAt,
            entry.IntentAt,
            !entry.HasIncompleteList,
            invoiceId => ledger.IsKnown(entry, invoiceId)
        );
}
