using System.Collections.Concurrent;

namespace Viam.Billing.Parameters;

/// <summary>The invoice statuses that a person wants. Statuses are an open set, so a misspelled one can't be rejected. Safe for concurrent use.</summary>
internal sealed class InvoiceStatusFilter(string[]? statuses)
{
    private readonly ConcurrentDictionary<string, bool> _read = new(StringComparer.OrdinalIgnoreCase);

    public WildcardFilter Statuses { get; } = new(statuses);

    public bool Matches(string? status)
    {
        if (status is not null)
        {
            _read.TryAdd(status, true);
        }
        return Statuses.Matches(status);
    }

    /// <summary>A warning about values that no invoice has and that aren't known; null if there are none.</summary>
    /// <param name="known">The statuses known besides those of the invoices that were read.</param>
    public string? GetWarning(IEnumerable<string> known)
    {
        string[] all = [.. known.Union(_read.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        string[] unknown =
        [
            .. Statuses.UnmatchedPatterns.Where(pattern => !all.Any(new WildcardFilter([pattern]).Matches)),
        ];
        return unknown.Length == 0
            ? null
            : $"No invoice has the status {string.Join(", ", unknown.Select(static status => $"'{status}'"))}. "
                + $"Known statuses: {string.Join(", ", all)}.";
    }
}
