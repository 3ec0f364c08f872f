using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Invoices;

namespace Viam.Billing.Core.Tests.Invoices;

public sealed class AgingTests
{
    private static readonly DateTime s_today = Snapshots.Utc("2026-11-25");

    [Fact]
    public void InvoicesAreSummedByDaysPastDue()
    {
        string[] due =
        [
            "2026-11-26",
            "2026-11-25",
            "2026-11-24",
            "2026-10-26",
            "2026-10-25",
            "2026-09-26",
            "2026-09-25",
            "2026-08-27",
            "2026-08-26",
        ];

        var aging = Total(due.Select(date => Due(date)));

        Assert.Equal(
            [200, 200, 200, 200, 100, 0, 900, 700],
            [
                aging.Current,
                aging.Days1To30,
                aging.Days31To60,
                aging.Days61To90,
                aging.Over90Days,
                aging.NoDueDate,
                aging.Total,
                aging.Overdue,
            ]
        );
        Assert.Equal(91, aging.OldestDaysPastDue);
        Assert.Equal(9, aging.InvoiceCount);
    }

    [Theory]
    [InlineData("2026-11-25T00:00:00Z", InvoiceAgeBucket.Current)]
    [InlineData("2026-11-24T23:59:59Z", InvoiceAgeBucket.Days1To30)]
    [InlineData("2026-10-26T00:00:00Z", InvoiceAgeBucket.Days1To30)]
    [InlineData("2026-10-25T23:59:59Z", InvoiceAgeBucket.Days31To60)]
    public void AgeIsCountedInCalendarDaysWhateverTheTime(string due, InvoiceAgeBucket bucket)
    {
        var row = Assert.Single(AgingCalculator.Detail([Due(due)], s_today.AddHours(23), InvoiceAgeBasis.DueDate));

        Assert.Equal(bucket, row.Bucket);
    }

    [Fact]
    public void PaymentInProgressIsOpenButNotOverdue()
    {
        var aging = Total([Due("2026-10-01", InvoiceStatus.PaymentProcessing), Due("2026-11-20")]);

        Assert.Equal(
            (200m, 100m, 100m, 100m, 5),
            (aging.Total, aging.InProcess, aging.Overdue, aging.Days31To60, aging.OldestDaysPastDue)
        );
    }

    [Fact]
    public void InvoiceWithoutDueDateHasItsOwnBucket()
    {
        var aging = Total([Due(null)]);

        Assert.Equal((100m, 100m, 0m), (aging.NoDueDate, aging.Total, aging.Overdue));
        Assert.Null(aging.OldestDaysPastDue);
    }

    [Theory]
    [InlineData("2026-10-31", 0)]
    [InlineData("2026-11-01", 1)]
    [InlineData("2026-11-09", 1)]
    [InlineData("2026-11-10", 0)]
    public void PaidInvoiceIsOpenFromItsDateUntilTheDayOfPayment(string asOf, int open)
    {
        var invoice = new Invoice
        {
            Amount = 100,
            InvoiceDate = Snapshots.Utc("2026-11-01T12:00:00Z"),
            PaidDate = Snapshots.Utc("2026-11-10T12:00:00Z"),
            Status = InvoiceStatus.Paid,
        };

        Assert.Equal(open, AgingCalculator.Detail([invoice], Snapshots.Utc(asOf), InvoiceAgeBasis.DueDate).Count);
    }

    [Fact]
    public void PaidInvoiceWithoutPaymentDateIsNotOpen() =>
        Assert.Empty(AgingCalculator.Detail([Due("2026-01-01", InvoiceStatus.Paid)], s_today, InvoiceAgeBasis.DueDate));

    [Fact]
    public void UnknownAmountIsCountedAndAddsNothing()
    {
        var aging = Total([Due("2026-11-01"), new Invoice { DueDate = Snapshots.Utc("2026-10-01") }]);

        Assert.Equal((2, 100m, 55), (aging.InvoiceCount, aging.Total, aging.OldestDaysPastDue));
    }

    [Fact]
    public void AgeByInvoiceDateChangesBucketsButNotOverdue()
    {
        var invoice = new Invoice
        {
            Amount = 100,
            InvoiceDate = Snapshots.Utc("2026-10-01"),
            DueDate = Snapshots.Utc("2026-11-30"),
        };

        var rows = AgingCalculator.Detail([invoice], s_today, InvoiceAgeBasis.InvoiceDate);
        var aging = AgingCalculator.Total("", rows, s_today, null);

        Assert.Equal((100m, 0m), (aging.Days31To60, aging.Overdue));
    }

    [Fact]
    public void DifferenceIsTheBalanceWithoutTheTotal()
    {
        var rows = AgingCalculator.Detail([Due("2026-11-01")], s_today, InvoiceAgeBasis.DueDate);

        Assert.Equal(-25m, AgingCalculator.Total("", rows, s_today, 75).Difference);
        Assert.Null(AgingCalculator.Total("", rows, s_today, null).Difference);
    }

    [Fact]
    public void LastFailureReasonIsThatOfTheMostRecentFailure()
    {
        Invoice Failed(string date, string reason) =>
            new()
            {
                Amount = 1,
                LastPaymentFailureReason = reason,
                LastPaymentFailureDate = Snapshots.Utc(date),
            };

        var aging = Total([Failed("2026-11-03", "expired_card"), Failed("2026-11-01", "card_declined"), Due(null)]);

        Assert.Equal("expired_card", aging.LastFailureReason);
    }

    [Fact]
    public void BucketsAddUpToTheTotalOfOpenInvoices() =>
        Gen.Select(
                RandomInvoice.List[0, 30],
                Gen.Int[-400, 400],
                Gen.Bool,
                static (invoices, day, byDueDate) => (invoices, day, byDueDate)
            )
            .Sample(static input =>
            {
                var asOf = s_today.AddHours(7).AddDays(input.day);
                var basis = input.byDueDate ? InvoiceAgeBasis.DueDate : InvoiceAgeBasis.InvoiceDate;
                var rows = AgingCalculator.Detail(input.invoices, asOf, basis);
                var aging = AgingCalculator.Total("", rows, asOf, null);
                var open = input
                    .invoices.Where(invoice =>
                        (invoice.InvoiceDate is null || invoice.InvoiceDate < asOf.Date.AddDays(1))
                        && (invoice.PaidDate is null || invoice.PaidDate >= asOf.Date.AddDays(1))
                        && !(invoice.Status == InvoiceStatus.Paid && invoice.PaidDate is null)
                    )
                    .ToArray();
                var buckets =
                    aging.Current
                    + aging.Days1To30
                    + aging.Days31To60
                    + aging.Days61To90
                    + aging.Over90Days
                    + aging.NoDueDate;
                return buckets == aging.Total
                    && aging.Total == open.Sum(static invoice => invoice.Amount ?? 0)
                    && aging.InvoiceCount == open.Length
                    && rows.Select(static row => row.InvoiceId)
                        .SequenceEqual(open.Select(static invoice => invoice.InvoiceId))
                    && rows.All(static row => row.IsOverdue == (row.DaysPastDue > 0 && !row.IsInProcess));
            });

    private static Gen<Invoice> RandomInvoice =>
        Gen.Select(
            Gen.Guid,
            Gen.Int[-5_000, 200_000],
            Gen.Int[-500, 500],
            Gen.Int[-1, 120],
            Gen.Int[-200, 200],
            Gen.Int[0, 5],
            static (id, cents, date, due, paid, kind) =>
            {
                var invoiceDate = s_today.AddDays(date).AddMinutes(Math.Abs(cents) % 1440);
                return new Invoice
                {
                    InvoiceId = $"{id}",
                    Amount = cents % 17 == 0 ? null : cents / 100m,
                    InvoiceDate = kind == 5 ? null : invoiceDate,
                    DueDate = due < 0 ? null : invoiceDate.AddDays(due),
                    PaidDate = kind is 0 or 1 && paid > 0 ? invoiceDate.AddDays(paid) : null,
                    Status = kind switch
                    {
                        0 or 1 => InvoiceStatus.Paid,
                        2 => InvoiceStatus.PaymentProcessing,
                        _ => InvoiceStatus.Outstanding,
                    },
                };
            }
        );

    private static InvoiceAging Total(IEnumerable<Invoice> invoices) =>
        AgingCalculator.Total(
            "",
            AgingCalculator.Detail(invoices, s_today, InvoiceAgeBasis.DueDate),
            s_today,
            outstandingBalance: null
        );

    private static Invoice Due(string? date, string status = InvoiceStatus.Outstanding) =>
        new()
        {
            Amount = 100,
            DueDate = date is null ? null : Snapshots.Utc(date),
            Status = status,
        };
}
