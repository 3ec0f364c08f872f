using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Viam.Billing.Contract;
using Viam.Billing.Grpc.Mapping;
using Viam.Billing.Services;

namespace Viam.Billing.Tests.Grpc.Mapping;

public sealed class InvoiceMapperTests
{
    private const string Organization = "00000000-0000-0000-0000-000000000001";
    private static readonly DateTime s_now = new(2026, 3, 15, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void AllFieldsAreMapped()
    {
        var invoice = Map(
            new InvoiceSummary
            {
                Id = "inv-1",
                InvoiceDate = At(2026, 2, 1),
                InvoiceAmount = 120.35,
                Status = "outstanding",
                DueDate = At(2026, 3, 3),
                LastPaymentFailureReason = "card_declined",
                LastPaymentFailureAt = At(2026, 2, 2),
            }
        );

        Assert.Equal(Organization, invoice.OrganizationId);
        Assert.Equal("inv-1", invoice.InvoiceId);
        Assert.Equal(Utc(2026, 2, 1), invoice.InvoiceDate);
        Assert.Equal(120.35m, invoice.Amount);
        Assert.Equal("outstanding", invoice.Status);
        Assert.Equal(Utc(2026, 3, 3), invoice.DueDate);
        Assert.Null(invoice.PaidDate);
        Assert.True(invoice.IsOverdue);
        Assert.Equal("card_declined", invoice.LastPaymentFailureReason);
        Assert.Equal(Utc(2026, 2, 2), invoice.LastPaymentFailureDate);
    }

    [Fact]
    public void EmptyMessageIsMappedToNulls()
    {
        var invoice = Map(new InvoiceSummary());

        Assert.Equal("", invoice.InvoiceId);
        Assert.Equal(0m, invoice.Amount);
        Assert.Null(invoice.InvoiceDate);
        Assert.Null(invoice.DueDate);
        Assert.Null(invoice.PaidDate);
        Assert.Null(invoice.Status);
        Assert.Null(invoice.LastPaymentFailureReason);
        Assert.Null(invoice.LastPaymentFailureDate);
        Assert.False(invoice.IsOverdue);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void InvalidAmountIsNullAndOtherFieldsAreMapped(double amount)
    {
        var summary = Map(
            new GetInvoicesSummaryResponse
            {
                OutstandingBalance = amount,
                Invoices =
                {
                    new InvoiceSummary
                    {
                        Id = "a",
                        InvoiceAmount = amount,
                        Status = "paid",
                    },
                },
            }
        );

        Assert.Null(summary.OutstandingBalance);
        var invoice = Assert.Single(summary.Invoices);
        Assert.Null(invoice.Amount);
        Assert.Equal("a", invoice.InvoiceId);
        Assert.Equal("paid", invoice.Status);
    }

    [Theory]
    [InlineData("outstanding", 14, false, true)]
    [InlineData("outstanding", 16, false, false)]
    [InlineData("payment_processing", 14, false, false)]
    [InlineData("Payment_Processing", 14, false, false)]
    [InlineData("something_new", 14, false, true)]
    [InlineData("paid", 14, false, false)]
    [InlineData("Paid", 14, false, false)]
    [InlineData("outstanding", 14, true, false)]
    public void UnpaidInvoiceIsOverdueAfterDueDate(string status, int dueDay, bool hasPaidDate, bool expected)
    {
        var message = new InvoiceSummary
        {
            Id = "a",
            Status = status,
            DueDate = At(2026, 3, dueDay),
        };
        if (hasPaidDate)
        {
            message.PaidDate = At(2026, 3, 1);
        }

        Assert.Equal(expected, Map(message).IsOverdue);
    }

    [Theory]
    [InlineData("payment_processing", false, true)]
    [InlineData("Payment_Processing", false, true)]
    [InlineData("payment_processing", true, false)]
    [InlineData("outstanding", false, false)]
    [InlineData("paid", false, false)]
    [InlineData("", false, false)]
    public void PaymentIsInProgressByStatusUntilPaid(string status, bool hasPaidDate, bool expected)
    {
        var message = new InvoiceSummary { Id = "a", Status = status };
        if (hasPaidDate)
        {
            message.PaidDate = At(2026, 3, 1);
        }

        Assert.Equal(expected, Map(message).IsPaymentInProgress);
    }

    [Fact]
    public void UnknownStatusIsMappedUnchanged() =>
        Assert.Equal("in_dispute", Map(new InvoiceSummary { Status = "in_dispute" }).Status);

    [Fact]
    public void ServiceOrderIsKept()
    {
        var summary = Map(
            new GetInvoicesSummaryResponse
            {
                OutstandingBalance = 12.5,
                Invoices =
                {
                    new InvoiceSummary { Id = "b" },
                    new InvoiceSummary { Id = "a" },
                },
            }
        );

        Assert.Equal(12.5m, summary.OutstandingBalance);
        Assert.Equal(["b", "a"], summary.Invoices.Select(invoice => invoice.InvoiceId));
    }

    [Fact]
    public void FieldsOfInvoiceAreNotThoseOfInvoiceBeforeIt()
    {
        var full = new InvoiceSummary
        {
            Id = "full",
            InvoiceDate = At(2026, 2, 1),
            InvoiceAmount = 120.35,
            Status = "outstanding",
            DueDate = At(2026, 3, 3),
            PaidDate = At(2026, 3, 4),
            LastPaymentFailureReason = "card_declined",
            LastPaymentFailureAt = At(2026, 2, 2),
        };
        var summary = Map(
            new GetInvoicesSummaryResponse
            {
                Invoices =
                {
                    full,
                    new InvoiceSummary(),
                    full,
                    new InvoiceSummary { PaidDate = At(2026, 3, 5) },
                },
            }
        );

        Assert.Equal(["full", "", "full", ""], summary.Invoices.Select(invoice => invoice.InvoiceId));
        Assert.Equal(
            [Utc(2026, 3, 4), null, Utc(2026, 3, 4), Utc(2026, 3, 5)],
            summary.Invoices.Select(invoice => invoice.PaidDate)
        );
        Assert.Equivalent(summary.Invoices[0], summary.Invoices[2], strict: true);
        Assert.Equivalent(new Invoice { OrganizationId = Organization, Amount = 0 }, summary.Invoices[1], strict: true);
    }

    [Fact]
    public void UnknownFieldsAreIgnored()
    {
        // Field 99, of the type string.
        ReadOnlySpan<byte> unknown = [0x9A, 0x06, 0x01, (byte)'x'];
        byte[] invoice = [.. new InvoiceSummary { Id = "a", Status = "paid" }.ToByteArray(), .. unknown];
        byte[] response =
        [
            .. unknown,
            .. (byte[])[0x12, (byte)invoice.Length],
            .. invoice,
            .. unknown,
            .. new GetInvoicesSummaryResponse { OutstandingBalance = 3 }.ToByteArray(),
        ];

        var summary = Map(response);

        Assert.Equal(
            (3m, "a", "paid"),
            (summary.OutstandingBalance, summary.Invoices[0].InvoiceId, summary.Invoices[0].Status)
        );
    }

    [Theory]
    [InlineData(new byte[] { 0x12, 0x05, 0x0A })]
    [InlineData(new byte[] { 0x0C })]
    [InlineData(new byte[] { 0x12, 0x01, 0x0C })]
    public void InvalidResponseIsRejectedAsByGeneratedCode(byte[] response)
    {
        Assert.Throws<InvalidProtocolBufferException>(() => GetInvoicesSummaryResponse.Parser.ParseFrom(response));
        Assert.Throws<InvalidProtocolBufferException>(() => Map(response));
    }

    private static Invoice Map(InvoiceSummary message) =>
        Map(new GetInvoicesSummaryResponse { Invoices = { message } }).Invoices.Single();

    private static InvoicesSummary Map(GetInvoicesSummaryResponse response) => Map(response.ToByteArray());

    private static InvoicesSummary Map(byte[] response)
    {
        var message = new InvoicesMessage();
        message.MergeFrom((ReadOnlySpan<byte>)response);
        return InvoiceMapper.Map(message, Organization, s_now);
    }

    private static DateTime Utc(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);

    private static Timestamp At(int year, int month, int day) => Timestamp.FromDateTime(Utc(year, month, day));
}
