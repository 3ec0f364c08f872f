namespace Viam.Billing.Invoices;

/// <summary>Sorts open invoices by age. An age is a number of UTC calendar days.</summary>
internal static class AgingCalculator
{
    /// <summary>The invoices that were open on a day, in input order.</summary>
    /// <param name="asOf">UTC. The time of day is ignored.</param>
    public static IReadOnlyList<InvoiceAgingDetail> Detail(
        IEnumerable<Invoice> invoices,
        DateTime asOf,
        InvoiceAgeBasis basis
    ) => [.. invoices.Where(invoice => IsOpen(invoice, asOf.Date)).Select(invoice => Age(invoice, asOf.Date, basis))];

    /// <summary>Totals the open invoices of one organization.</summary>
    public static InvoiceAging Total(
        string organizationId,
        IReadOnlyList<InvoiceAgingDetail> invoices,
        DateTime asOf,
        decimal? outstandingBalance
    )
    {
        var total = Sum(invoices, static _ => true);
        return new InvoiceAging
        {
            OrganizationId = organizationId,
            AsOf = asOf.Date,
            Current = Sum(invoices, InvoiceAgeBucket.Current),
            Days1To30 = Sum(invoices, InvoiceAgeBucket.Days1To30),
            Days31To60 = Sum(invoices, InvoiceAgeBucket.Days31To60),
            Days61To90 = Sum(invoices, InvoiceAgeBucket.Days61To90),
            Over90Days = Sum(invoices, InvoiceAgeBucket.Over90Days),
            NoDueDate = Sum(invoices, InvoiceAgeBucket.NoDueDate),
            Total = total,
            Overdue = Sum(invoices, static invoice => invoice.IsOverdue),
            InProcess = Sum(invoices, static invoice => invoice.IsInProcess),
            InvoiceCount = invoices.Count,
            OldestDaysPastDue = invoices
                .Where(static invoice => invoice.IsOverdue)
                .Max(static invoice => invoice.DaysPastDue),
            LastFailureReason = invoices
                .Where(static invoice => invoice.LastFailureReason is not null)
                .MaxBy(static invoice => invoice.LastFailureDate ?? DateTime.MinValue)
                ?.LastFailureReason,
            OutstandingBalance = outstandingBalance,
            Difference = outstandingBalance - total,
        };
    }

    /// <summary>
    /// An invoice due on the day is current, one that is exactly 30 days past due is in the first bucket, and so on.
    /// </summary>
    public static InvoiceAgeBucket BucketOf(int? days) =>
        days switch
        {
            null => InvoiceAgeBucket.NoDueDate,
            <= 0 => InvoiceAgeBucket.Current,
            <= 30 => InvoiceAgeBucket.Days1To30,
            <= 60 => InvoiceAgeBucket.Days31To60,
            <= 90 => InvoiceAgeBucket.Days61To90,
            _ => InvoiceAgeBucket.Over90Days,
        };

    /// <summary>
    /// Dated on or before the day, and not paid by then. A paid invoice without a payment date counts as paid on any
    /// day.
    /// </summary>
    private static bool IsOpen(Invoice invoice, DateTime day) =>
        !(invoice.InvoiceDate?.Date > day)
        && (invoice.PaidDate is { } paid ? paid.Date > day : !Invoice.IsPaidStatus(invoice.Status));

    private static InvoiceAgingDetail Age(Invoice invoice, DateTime day, InvoiceAgeBasis basis)
    {
        var daysPastDue = DaysSince(invoice.DueDate, day);
        var isInProcess = Invoice.IsProcessingStatus(invoice.Status);
        return new InvoiceAgingDetail
        {
            OrganizationName = invoice.OrganizationName,
            OrganizationId = invoice.OrganizationId,
            InvoiceId = invoice.InvoiceId,
            AsOf = day,
            InvoiceDate = invoice.InvoiceDate,
            DueDate = invoice.DueDate,
            DaysPastDue = daysPastDue,
            Bucket = BucketOf(basis == InvoiceAgeBasis.DueDate ? daysPastDue : DaysSince(invoice.InvoiceDate, day)),
            Amount = invoice.Amount,
            Status = invoice.Status,
            IsOverdue = daysPastDue > 0 && !isInProcess,
            IsInProcess = isInProcess,
            LastFailureReason = invoice.LastPaymentFailureReason,
            LastFailureDate = invoice.LastPaymentFailureDate,
        };
    }

    private static int? DaysSince(DateTime? date, DateTime day) => date is { } since ? (day - since.Date).Days : null;

    private static decimal Sum(IReadOnlyList<InvoiceAgingDetail> invoices, InvoiceAgeBucket bucket) =>
        Sum(invoices, invoice => invoice.Bucket == bucket);

    /// <summary>Unknown amounts are ignored.</summary>
    private static decimal Sum(IReadOnlyList<InvoiceAgingDetail> invoices, Func<InvoiceAgingDetail, bool> isIncluded) =>
        invoices.Where(isIncluded).Sum(static invoice => invoice.Amount ?? 0);
}
