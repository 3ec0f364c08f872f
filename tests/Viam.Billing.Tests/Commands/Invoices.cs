using Google.Protobuf.WellKnownTypes;
using Viam.Billing.Contract;

namespace Viam.Billing.Tests.Commands;

/// <summary>Sample invoices of an organization with dates for the filter tests, not in date order.</summary>
internal static class Invoices
{
    public const string January = "inv-2025-01";
    public const string March = "inv-2025-03";
    public const string February = "inv-2025-02";
    public const string Processing = "inv-processing";
    public const string Undated = "odd-undated";

    public static readonly DateTime FirstOfFebruary = new(2025, 2, 1, 0, 0, 0, DateTimeKind.Utc);

    public static readonly string[] All = [January, March, February, Processing, Undated];

    public static GetInvoicesSummaryResponse Response =>
        new()
        {
            OutstandingBalance = 60.6,
            Invoices =
            {
                new InvoiceSummary
                {
                    Id = January,
                    InvoiceDate = At(2025, 1, 1),
                    InvoiceAmount = 10.1,
                    Status = "outstanding",
                    DueDate = At(2025, 1, 31),
                },
                new InvoiceSummary
                {
                    Id = March,
                    InvoiceDate = At(2025, 3, 1),
                    InvoiceAmount = 20.2,
                    Status = "paid",
                    DueDate = At(2025, 3, 31),
                    PaidDate = At(2025, 3, 5),
                },
                new InvoiceSummary
                {
                    Id = February,
                    InvoiceDate = At(2025, 2, 1),
                    InvoiceAmount = 30.3,
                    Status = "paid",
                    DueDate = At(2025, 2, 28),
                    PaidDate = At(2025, 2, 5),
                },
                new InvoiceSummary
                {
                    Id = Processing,
                    InvoiceDate = At(2025, 4, 1),
                    InvoiceAmount = 40.4,
                    Status = "payment_processing",
                    DueDate = At(2025, 5, 1),
                },
                new InvoiceSummary
                {
                    Id = Undated,
                    InvoiceAmount = 50.5,
                    Status = "in_dispute",
                    DueDate = At(2025, 5, 1),
                },
            },
        };

    private static Timestamp At(int year, int month, int day) =>
        Timestamp.FromDateTime(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc));
}
