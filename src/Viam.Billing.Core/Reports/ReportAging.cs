namespace Viam.Billing.Reports;

/// <summary>The unpaid invoices of one or more organizations by days past due. Amounts are US dollars.</summary>
internal sealed record ReportAging
{
    public static readonly ReportAging None = new();

    /// <summary>Not due yet, or due today.</summary>
    public decimal Current { get; init; }

    public decimal Days1To30 { get; init; }

    public decimal Days31To60 { get; init; }

    public decimal Days61To90 { get; init; }

    public decimal Over90Days { get; init; }

    public decimal NoDueDate { get; init; }

    public decimal Total { get; init; }

    public decimal Overdue { get; init; }

    /// <summary>The amount of invoices whose payment is in progress, which is part of the total.</summary>
    public decimal InProcess { get; init; }

    public int InvoiceCount { get; init; }

    /// <summary>The largest number of days past due; null if nothing is overdue.</summary>
    public int? OldestDaysPastDue { get; init; }

    /// <summary>The number of unpaid invoices without a known amount.</summary>
    public int UnknownAmountCount { get; init; }

    public static ReportAging From(InvoiceAging aging, int unknownAmountCount) =>
        new()
        {
            Current = aging.Current,
            Days1To30 = aging.Days1To30,
            Days31To60 = aging.Days31To60,
            Days61To90 = aging.Days61To90,
            Over90Days = aging.Over90Days,
            NoDueDate = aging.NoDueDate,
            Total = aging.Total,
            Overdue = aging.Overdue,
            InProcess = aging.InProcess,
            InvoiceCount = aging.InvoiceCount,
            OldestDaysPastDue = aging.OldestDaysPastDue,
            UnknownAmountCount = unknownAmountCount,
        };

    public static ReportAging operator +(ReportAging one, ReportAging other) =>
        new()
        {
            Current = one.Current + other.Current,
            Days1To30 = one.Days1To30 + other.Days1To30,
            Days31To60 = one.Days31To60 + other.Days31To60,
            Days61To90 = one.Days61To90 + other.Days61To90,
            Over90Days = one.Over90Days + other.Over90Days,
            NoDueDate = one.NoDueDate + other.NoDueDate,
            Total = one.Total + other.Total,
            Overdue = one.Overdue + other.Overdue,
            InProcess = one.InProcess + other.InProcess,
            InvoiceCount = one.InvoiceCount + other.InvoiceCount,
            OldestDaysPastDue = Later(one.OldestDaysPastDue, other.OldestDaysPastDue),
            UnknownAmountCount = one.UnknownAmountCount + other.UnknownAmountCount,
        };

    private static int? Later(int? one, int? other) => one is { } a && other is { } b ? Math.Max(a, b) : one ?? other;
}
