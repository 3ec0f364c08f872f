using System.Globalization;

namespace Viam.Billing.Charging;

/// <summary>The result of comparing a charge with one list of invoices.</summary>
internal sealed record InvoiceComparison
{
    /// <summary>US dollars.</summary>
    public required decimal Total { get; init; }

    /// <summary>The invoice that must belong to the charge; null if there is none or it is ambiguous.</summary>
    public string? Match { get; init; }

    /// <summary>
    /// Invoices that don't belong to a known charge. The service may have created any of them for this charge.
    /// </summary>
    public required IReadOnlyList<Invoice> Unexplained { get; init; }

    /// <summary>The unexplained invoices that have exactly the total of the charge and a possible date.</summary>
    public required IReadOnlyList<Invoice> Candidates { get; init; }

    /// <summary>The number of invoices that were listed before but are missing.</summary>
    public required int MissingCount { get; init; }

    /// <summary>The number of invoices of known charges that haven't been listed yet.</summary>
    public required int LateCount { get; init; }

    /// <summary>True if the list seems to be complete.</summary>
    public bool IsComplete => MissingCount == 0;

    /// <summary>True if a charge whose earlier attempts weren't processed can be sent.</summary>
    public bool IsClear => IsComplete && Unexplained.Count == 0;

    /// <summary>
    /// True if, in addition, the list isn't late, so that it is evidence about an attempt with an unknown outcome.
    /// </summary>
    public bool IsClearAndCurrent => IsClear && LateCount == 0;

    public IReadOnlyList<string> UnexplainedIds =>
        [.. Unexplained.Select(invoice => invoice.InvoiceId).Where(id => id.Length > 0)];

    /// <summary>The result as a sentence.</summary>
    public string Summary =>
        !IsComplete
            ? $"The list of invoices is incomplete. Invoices that were listed before and are missing: {MissingCount}."
            : Describe();

    private string Describe()
    {
        var others = Unexplained.Count - Candidates.Count;
        return Candidates switch
        {
            [] when others == 0 => FormattableString.Invariant($"No new invoice of {Total:N2} USD is listed."),
            [] => FormattableString.Invariant(
                $"No new invoice of {Total:N2} USD is listed, but {others} with other amounts or dates."
            ),
            [{ InvoiceId: "" }] => FormattableString.Invariant(
                $"An invoice of {Total:N2} USD without an ID is listed."
            ),
            [{ InvoiceDate: null } only] => FormattableString.Invariant(
                $"The invoice {only.InvoiceId} of {Total:N2} USD is listed without a date, so it can't be matched."
            ),
            [var only] => FormattableString.Invariant(
                $"The invoice {only.InvoiceId} of {Total:N2} USD is listed, but it could belong to another charge."
            ),
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{Candidates.Count} new invoices of {Total:N2} USD are listed: "
                    + $"{string.Join(", ", Candidates.Select(static invoice => invoice.InvoiceId))}."
            ),
        };
    }
}
