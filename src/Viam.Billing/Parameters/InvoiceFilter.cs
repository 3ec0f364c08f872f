using Viam.Billing.Services;

namespace Viam.Billing.Parameters;

/// <summary>The filters of Get-ViamInvoice. Safe for concurrent use.</summary>
internal sealed class InvoiceFilter(string[]? invoiceIds, InvoiceStatusFilter statuses)
{
    private static readonly IComparer<Invoice> s_byDate = Comparer<Invoice>.Create(
        (one, other) => Nullable.Compare(one.InvoiceDate, other.InvoiceDate)
    );
    private readonly WildcardFilter _ids = new(invoiceIds);

    /// <summary>The specified invoice IDs as one text; null if none are specified.</summary>
    public string? Key { get; } = invoiceIds is null ? null : string.Join('\n', invoiceIds);

    /// <summary>Matches invoice IDs, and records which of the specified ones weren't found.</summary>
    public WildcardFilter Ids => _ids;

    /// <summary>The start of the date range, inclusive. UTC.</summary>
    public DateTime? After { get; init; }

    /// <summary>The end of the date range, exclusive. UTC.</summary>
    public DateTime? Before { get; init; }

    public bool OverdueOnly { get; init; }

    /// <summary>The number of invoices, the newest first; null for all, in the service's order.</summary>
    public int? Latest { get; init; }

    public IEnumerable<Invoice> Apply(InvoicesSummary summary)
    {
        if (IsUnrestricted)
        {
            return summary.Invoices;
        }
        // The & operators evaluate every filter, so that an ID counts as found even if another filter excludes the
        // invoice.
        var wanted = summary.Invoices.Where(invoice =>
            _ids.Matches(invoice.InvoiceId) & statuses.Matches(invoice.Status) && IsMatch(invoice)
        );
        return Latest is { } count
            ? wanted.OrderByDescending(invoice => invoice, s_byDate).Take(count).ToList()
            : wanted.ToList();
    }

    private bool IsUnrestricted =>
        !_ids.HasNames
        && !statuses.Statuses.HasNames
        && After is null
        && Before is null
        && !OverdueOnly
        && Latest is null;

    private bool IsMatch(Invoice invoice) =>
        (After is null || invoice.InvoiceDate >= After)
        && (Before is null || invoice.InvoiceDate < Before)
        && (!OverdueOnly || invoice.IsOverdue);
}
