namespace Viam.Billing.Charging;

/// <summary>What one listing of an organization's invoices says about a charge.</summary>
internal sealed record Sighting
{
    /// <summary>US dollars.</summary>
    public required decimal Total { get; init; }

    /// <summary>The invoice that must be the charge's; null if there is none, or it can't be told.</summary>
    public string? Match { get; init; }

    /// <summary>
    /// Invoices that belong to nothing known. Any of them could be how the service invoiced the charge.
    /// </summary>
    public required IReadOnlyList<Invoice> Unexplained { get; init; }

    /// <summary>Those of exactly the charge's total whose date doesn't rule them out.</summary>
    public required IReadOnlyList<Invoice> Candidates { get; init; }

    /// <summary>How many invoices that were listed before are missing.</summary>
    public required int MissingCount { get; init; }

    /// <summary>How many invoices of known charges haven't been listed yet.</summary>
    public required int LateCount { get; init; }

    /// <summary>True if the listing can be relied on, as far as can be told.</summary>
    public bool IsComplete => MissingCount == 0;

    /// <summary>
    /// True if nothing speaks against sending a charge whose earlier attempts surely weren't processed.
    /// </summary>
    public bool IsClear => IsComplete && Unexplained.Count == 0;

    /// <summary>
    /// True if in addition the list isn't late, so that it says something about an attempt whose outcome isn't known.
    /// </summary>
    public bool IsClearAndCurrent => IsClear && LateCount == 0;

    public IReadOnlyList<string> UnexplainedIds =>
        [.. Unexplained.Select(invoice => invoice.InvoiceId).Where(id => id.Length > 0)];

    /// <summary>The same as a sentence.</summary>
    public string Summary =>
        !IsComplete
            ? $"The service's list lacks {MissingCount} {(MissingCount == 1 ? "invoice" : "invoices")} that it listed before, so it proves nothing."
            : Describe();

    private string Describe()
    {
        var others = Unexplained.Count - Candidates.Count;
        return Candidates switch
        {
            [] when others == 0 => FormattableString.Invariant($"No new invoice of {Total:0.00} USD is listed."),
            [] => FormattableString.Invariant(
                $"No new invoice of {Total:0.00} USD is listed, but {others} of other amounts or dates."
            ),
            [{ InvoiceId: "" }] => FormattableString.Invariant(
                $"An invoice of {Total:0.00} USD without an id is listed."
            ),
            [{ InvoiceDate: null } only] => FormattableString.Invariant(
                $"The invoice {only.InvoiceId} of {Total:0.00} USD is listed without a date, so it can't be matched."
            ),
            [var only] => FormattableString.Invariant(
                $"The invoice {only.InvoiceId} of {Total:0.00} USD is listed, and may be that of another charge."
            ),
            _ => FormattableString.Invariant(
                $"{Candidates.Count} new invoices of {Total:0.00} USD are listed: {string.Join(", ", Candidates.Select(static invoice => invoice.InvoiceId))}."
            ),
        };
    }
}
