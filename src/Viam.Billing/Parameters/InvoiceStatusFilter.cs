using System.Collections.Concurrent;
using Viam.Billing.Text;

namespace Viam.Billing.Parameters;

/// <summary>
/// The invoice statuses to be returned. The service can add statuses, so unknown ones aren't rejected. Safe for
/// concurrent use.
/// </summary>
internal sealed class InvoiceStatusFilter(string[]? statuses)
{
    /// <summary>The statuses that were read; null if all statuses are returned.</summary>
    private readonly ConcurrentDictionary<string, bool>? _read = statuses is null
        ? null
        : new(StringComparer.OrdinalIgnoreCase);

    public WildcardFilter Statuses { get; } = new(statuses);

    public bool Matches(string? status)
    {
        if (status is not null)
        {
            _read?.TryAdd(status, true);
        }
        return Statuses.Matches(status);
    }

    /// <summary>Returns a warning about unknown values that no invoice matches; null if there are none.</summary>
    /// <param name="known">The known statuses, in addition to those of the invoices that were read.</param>
    public string? GetWarning(IEnumerable<string> known)
    {
        if (_read is null)
        {
            return null;
        }
        string[] all = [.. known.Union(_read.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        string[] unknown =
        [
            .. Statuses.UnmatchedPatterns.Where(pattern => !all.Any(new WildcardFilter([pattern]).Matches)),
        ];
        return unknown.Length == 0
            ? null
            : "No invoice has the status "
                + $"{string.Join(", ", unknown.Select(static status => $"'{ForeignText.Excerpt(status)}'"))}."
                + $"{string.Concat(unknown.Select(status => GetHint(status, all)).Distinct())} "
                + $"Known statuses: {string.Join(", ", all)}.";
    }

    /// <summary>A space and a sentence about what was probably meant; empty if that isn't known.</summary>
    private static string GetHint(string status, string[] all) =>
        status.Trim().ToLowerInvariant() switch
        {
            "overdue" => " To get overdue invoices, use -Overdue.",
            // Similar to "paid", but the opposite.
            "unpaid" or "open" => " Unpaid invoices have the status 'outstanding' or 'payment_processing'.",
            _ => CloseMatches.AsQuestion(status, all),
        };
}
