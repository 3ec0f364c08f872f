namespace Viam.Billing.Reports;

/// <summary>The metrics of one organization. Amounts are US dollars. A null value has no sample.</summary>
internal sealed record OrganizationMetrics(string OrganizationId, string? OrganizationName)
{
    /// <summary>The amount due so far in the billing month.</summary>
    public decimal? MonthToDate { get; init; }

    /// <summary>The expected amount at the end of the billing month.</summary>
    public decimal? Forecast { get; init; }

    /// <summary>The open invoices; null if they couldn't be read.</summary>
    public IReadOnlyList<InvoiceAgingDetail>? OpenInvoices { get; init; }

    /// <summary>The time at which everything had been read; null if something couldn't be read. UTC.</summary>
    public DateTime? ReadAt { get; init; }
}
