using Google.Protobuf.WellKnownTypes;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Grpc;

public abstract partial class ReadTests
{
    [Fact]
    public async Task InvoicesMatchServerResponse()
    {
        Rewrite(
            new GetInvoicesSummaryResponse
            {
                OutstandingBalance = 130.45,
                Invoices =
                {
                    new InvoiceSummary
                    {
                        Id = "inv-2",
                        InvoiceDate = At(2026, 2, 1),
                        InvoiceAmount = 120.35,
                        Status = "outstanding",
                        DueDate = At(2026, 3, 3),
                        LastPaymentFailureReason = "card_declined",
                        LastPaymentFailureAt = At(2026, 2, 2, 4, 5, 6),
                    },
                    new InvoiceSummary
                    {
                        Id = "inv-1",
                        InvoiceDate = At(2026, 1, 1),
                        InvoiceAmount = 0.1 + 0.2,
                        Status = "paid",
                        DueDate = At(2026, 2, 1),
                        PaidDate = At(2026, 1, 2),
                    },
                },
            }
        );
        var service = await ConnectAsync();

        var summary = await service.GetInvoicesSummaryAsync(Acme, Call);

        Assert.Equal(130.45m, summary.OutstandingBalance);
        Assert.Equivalent(
            new[]
            {
                new Invoice
                {
                    OrganizationId = Acme,
                    InvoiceId = "inv-2",
                    InvoiceDate = Utc(2026, 2, 1),
                    Amount = 120.35m,
                    Status = "outstanding",
                    DueDate = Utc(2026, 3, 3),
                    IsOverdue = true,
                    LastPaymentFailureReason = "card_declined",
                    LastPaymentFailureDate = Utc(2026, 2, 2, 4, 5, 6),
                },
                new Invoice
                {
                    OrganizationId = Acme,
                    InvoiceId = "inv-1",
                    InvoiceDate = Utc(2026, 1, 1),
                    Amount = 0.3m,
                    Status = "paid",
                    DueDate = Utc(2026, 2, 1),
                    PaidDate = Utc(2026, 1, 2),
                },
            },
            summary.Invoices,
            strict: true
        );
        Assert.Equal(Acme, Request<GetInvoicesSummaryRequest>().OrgId);
    }

    [Fact]
    public async Task SandboxInvoicesAreReturnedInServerOrder()
    {
        var sent = Capture<GetInvoicesSummaryResponse>();
        var service = await ConnectAsync();

        var summary = await service.GetInvoicesSummaryAsync(SandboxOrganizations.Bluewater, Call);

        Assert.Equal(24, summary.Invoices.Count);
        Assert.Equal((decimal)sent.Value.OutstandingBalance, summary.OutstandingBalance);
        Assert.Equal(
            sent.Value.Invoices.Select(invoice =>
                (
                    invoice.Id,
                    (decimal?)invoice.InvoiceAmount,
                    (string?)invoice.Status,
                    Time(invoice.DueDate),
                    Time(invoice.PaidDate)
                )
            ),
            summary.Invoices.Select(invoice =>
                (invoice.InvoiceId, invoice.Amount, invoice.Status, invoice.DueDate, invoice.PaidDate)
            )
        );
        Assert.Equal(2, summary.Invoices.Count(invoice => invoice.Status == "outstanding"));
    }

    [Fact]
    public async Task OverdueIsDeterminedByClock()
    {
        var dueDate = Clock.GetUtcNow().AddMinutes(1).ToTimestamp();
        Rewrite(
            new GetInvoicesSummaryResponse
            {
                Invoices =
                {
                    new InvoiceSummary
                    {
                        Id = "inv",
                        Status = "outstanding",
                        DueDate = dueDate,
                    },
                },
            }
        );
        var service = await ConnectAsync();

        Assert.False(Assert.Single((await service.GetInvoicesSummaryAsync(Acme, Call)).Invoices).IsOverdue);
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(Assert.Single((await service.GetInvoicesSummaryAsync(Acme, Call)).Invoices).IsOverdue);
    }
}
