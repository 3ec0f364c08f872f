using Viam.Billing.Services;

namespace Viam.Billing.Parameters;

/// <summary>Which invoices a person wants. Safe for use by many calls at the same time.</summary>
internal sealed class InvoiceFilter(string[]? invoiceIds, InvoiceStatusFilter statuses)
{
    private static readonly IComparer<Invoice> s_byDate = Comparer<Invoice>.Create(
        (one, other) => Nullable.Compare(one.InvoiceDate, other.InvoiceDate)
    );
    private readonly WildcardFilter _ids = new(invoiceIds);

    /// <summary>The named invoices, as one text; null if none are named.</summary>
    public string? Key { get; } = invoiceIds is null ? null : string.Join('\n', invoiceIds);

    /// <summary>The invoices by id, and which of those named were not there.</summary>
    public WildcardFilter Ids => _ids;

    /// <summary>The first moment that counts, in UTC.</summary>
    public DateTime? After { get; init; }

    /// <summary>The first moment that does not count any more, in UTC.</summary>
    public DateTime? Before { get; init; }

    public bool OverdueOnly { get; init; }

    /// <summary>How many, the newest first; null for all, in the service's order.</summary>
    public int? Latest { get; init; }

    public IEnumerable<Invoice> Apply(InvoicesSummary summary)
    {
        // Asked of every invoice, so that one which another filter holds back still counts as seen.
        var wanted = summary.Invoices.Where(invoice =>
            _ids.Matches(invoice.InvoiceId) & statuses.Matches(invoice.Status) && IsMatch(invoice)
        );
        return Latest is { } count
            ? wanted.OrderByDescending(invoice => invoice, s_byDate).Take(count).ToList()
            : wanted.ToList();
    }

    private bool IsMatch(Invoice invoice) =>
        (After is null || invoice.InvoiceDate >= After)
        && (Before is null || invoice.InvoiceDate < Before)
        && (!OverdueOnly || invoice.IsOverdue);
}
