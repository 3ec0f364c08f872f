using System.Collections.Concurrent;
using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Charging;

/// <summary>
/// What a session knows about charges, with and without a ledger, in all runspaces: which invoices were listed, whose
/// they are, and which charges are in flight or have an unknown outcome. Safe for concurrent use.
/// </summary>
internal sealed class ChargeRegister
{
    private readonly ConcurrentDictionary<string, OrganizationCharges> _organizations = new();

    public OrganizationCharges Of(string organizationId) =>
        _organizations.GetOrAdd(organizationId, static id => new OrganizationCharges(id));

    /// <summary>Takes over what a ledger knows, in place of what was taken over from it before.</summary>
    /// <param name="path">The ledger's file.</param>
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

    /// <summary>Takes over what a ledger knows about one reference.</summary>
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
