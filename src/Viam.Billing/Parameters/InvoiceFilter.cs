using Viam.Billing.Services;

namespace Viam.Billing.Parameters;

/// <summary>Which invoices a person wants. Safe for use by many calls at the same time.</summary>
internal sealed class InvoiceFilter(string[]? invoiceIds, string[]? statuses)
{
    private static readonly IComparer<Invoice> s_byDate = Comparer<Invoice>.Create(
        (one, other) => Nullable.Compare(one.InvoiceDate, other.InvoiceDate)
    );
    private readonly WildcardFilter _ids = new(invoiceIds);
    private readonly WildcardFilter _statuses = new(statuses);
    private readonly DateTime? _after;
    private readonly DateTime? _before;

    /// <summary>The named invoices, as one text; null if none are named.</summary>
    public string? Key { get; } = invoiceIds is null ? null : string.Join('\n', invoiceIds);

    /// <summary>The invoices by id, and which of those named were not there.</summary>
    public WildcardFilter Ids => _ids;

    /// <summary>The first moment that counts. A time without a zone is UTC, as the service's own are.</summary>
    public DateTime? After
    {
        init => _after = ToUtc(value);
    }

    /// <summary>The first moment that does not count any more.</summary>
    public DateTime? Before
    {
        init => _before = ToUtc(value);
    }

    public bool OverdueOnly { get; init; }

    /// <summary>How many, the newest first; null for all, in the service's order.</summary>
    public int? Latest { get; init; }

    public IEnumerable<Invoice> Apply(InvoicesSummary summary)
    {
        // Asked of every invoice, so that one which another filter holds back still counts as seen.
        var wanted = summary.Invoices.Where(invoice => _ids.Matches(invoice.InvoiceId) && IsMatch(invoice));
        return Latest is { } count
            ? wanted.OrderByDescending(invoice => invoice, s_byDate).Take(count).ToList()
            : wanted.ToList();
    }

    private bool IsMatch(Invoice invoice) =>
        _statuses.Matches(invoice.Status)
        && (_after is null || invoice.InvoiceDate >= _after)
        && (_before is null || invoice.InvoiceDate < _before)
        && (!OverdueOnly || invoice.IsOverdue);

    /// <summary>The moment that a person's time means.</summary>
    public static DateTime? ToUtc(DateTime? time) =>
        time is { Kind: DateTimeKind.Unspecified } unzoned
            ? DateTime.SpecifyKind(unzoned, DateTimeKind.Utc)
            : time?.ToUniversalTime();
}
