using System.Globalization;
using Viam.Billing.Sandbox.State;

namespace Viam.Billing.Sandbox.SeedData;

/// <summary>
/// The invoices of an organization's past months. The newest invoice is dated the first day of last month.
/// </summary>
/// <param name="Months">The number of invoices, one per month.</param>
/// <param name="FirstAmount">The approximate amount of the first month, in US dollars.</param>
/// <param name="MonthlyGrowth">The increase per month, as a fraction of the first amount.</param>
/// <param name="DueDays">The number of days from the invoice date to the due date.</param>
internal sealed record InvoiceHistory(int Months, decimal FirstAmount, decimal MonthlyGrowth, int DueDays)
{
    /// <summary>
    /// The failure reasons of payments that succeeded later, by age in months. The age of the newest invoice is 1.
    /// </summary>
    internal IReadOnlyDictionary<int, string> FailedThenPaid { get; init; } = new Dictionary<int, string>();

    /// <summary>
    /// The failure reasons of outstanding invoices, by age in months. The age of the newest invoice is 1.
    /// </summary>
    internal IReadOnlyDictionary<int, string> Outstanding { get; init; } = new Dictionary<int, string>();

    /// <summary>True if the payment of the newest invoice is in progress. It succeeds two days later.</summary>
    internal bool NewestIsProcessing { get; init; }

    /// <summary>The invoices, newest first.</summary>
    internal IEnumerable<InvoiceRecord> Invoices(string organizationId, string? brandName, DateTimeOffset now)
    {
        var thisMonth = BillingMonth.StartOf(now);
        for (var monthsAgo = 1; monthsAgo <= Months; monthsAgo++)
        {
            var date = thisMonth.AddMonths(-monthsAgo);
            var seed = string.Create(CultureInfo.InvariantCulture, $"{organizationId}/{date:yyyy-MM}");
            var failure = Outstanding.GetValueOrDefault(monthsAgo) ?? FailedThenPaid.GetValueOrDefault(monthsAgo);
            var paidAt = PaidAt(monthsAgo, date, seed, now);
            var usage = string.Create(CultureInfo.InvariantCulture, $"Usage in {date.AddMonths(-1):MMMM yyyy}");
            yield return new InvoiceRecord
            {
                Id = StableHash.Uuid(seed),
                InvoiceDate = date,
                DueDate = date.AddDays(DueDays),
                Lines = [new InvoiceLine(usage, AmountOf(monthsAgo, seed))],
                BrandName = brandName,
                PaidAt = paidAt,
                ProcessingUntil = paidAt > now ? paidAt : null,
                FailedAt = failure is null ? null : date.AddDays(2).AddHours(9).AddMinutes(30),
                FailureReason = failure,
            };
        }
    }

    // At most 14 days after the invoice date, so that the date is in the past on every day of the month.
    private DateTimeOffset? PaidAt(int monthsAgo, DateTimeOffset date, string seed, DateTimeOffset now)
    {
        if (Outstanding.ContainsKey(monthsAgo))
        {
            return null;
        }

        if (NewestIsProcessing && monthsAgo == 1)
        {
            return new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(2).AddHours(14);
        }

        var days = FailedThenPaid.ContainsKey(monthsAgo) ? 9 : 1;
        return date.AddDays(days).AddMinutes(decimal.ToInt32(StableHash.Fraction($"{seed}/paid") * 5 * 24 * 60));
    }

    private decimal AmountOf(int monthsAgo, string seed)
    {
        var trend = FirstAmount * (1 + (MonthlyGrowth * (Months - monthsAgo)));
        return decimal.Round(trend * (0.93m + (0.14m * StableHash.Fraction($"{seed}/amount"))), 2);
    }
}
