using System.Collections.Concurrent;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;

namespace Viam.Billing.Benchmarks;

/// <summary>Returns as much data as requested with minimal overhead.</summary>
internal sealed class Invoices : BillingService.BillingServiceBase
{
    private static readonly ConcurrentDictionary<int, GetInvoicesSummaryResponse> s_answers = new();
    private static readonly GetCurrentMonthUsageResponse s_usage = FleetUsage.Response(DateTime.UtcNow);
    private static readonly ByteString s_chunk = ByteString.CopyFrom([.. "%PDF"u8, .. new byte[64 * 1024]]);

    /// <summary>Creates an organization ID that encodes how the server responds.</summary>
    /// <param name="invoices">The number of invoices, less than one million.</param>
    /// <param name="delay">The response delay in milliseconds, less than ten thousand.</param>
    /// <param name="number">Distinguishes organizations; less than one hundred thousand.</param>
    public static string Organization(int invoices, int delay = 0, int number = 0) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"000{number:00000}-{delay:0000}-4000-8000-000000{invoices:000000}"
        );

    public override async Task<GetInvoicesSummaryResponse> GetInvoicesSummary(
        GetInvoicesSummaryRequest request,
        ServerCallContext context
    )
    {
        await DelayAsync(request.OrgId, context);
        return s_answers.GetOrAdd(int.Parse(request.OrgId.AsSpan(30), CultureInfo.InvariantCulture), Make);
    }

    public override async Task<GetCurrentMonthUsageResponse> GetCurrentMonthUsage(
        GetCurrentMonthUsageRequest request,
        ServerCallContext context
    )
    {
        await DelayAsync(request.OrgId, context);
        return s_usage;
    }

    /// <summary>Returns a PDF whose size in bytes is given by its ID.</summary>
    public override async Task GetInvoicePdf(
        GetInvoicePdfRequest request,
        IServerStreamWriter<GetInvoicePdfResponse> responseStream,
        ServerCallContext context
    )
    {
        var chunk = new GetInvoicePdfResponse { Chunk = s_chunk };
        for (var left = long.Parse(request.Id, CultureInfo.InvariantCulture); left > 0; left -= s_chunk.Length)
        {
            await responseStream.WriteAsync(
                left >= s_chunk.Length
                    ? chunk
                    : new GetInvoicePdfResponse { Chunk = ByteString.CopyFrom(s_chunk.Span[..(int)left]) }
            );
        }
    }

    private static async Task DelayAsync(string organizationId, ServerCallContext context)
    {
        var delay = int.Parse(organizationId.AsSpan(9, 4), CultureInfo.InvariantCulture);
        if (delay > 0)
        {
            await Task.Delay(delay, context.CancellationToken);
        }
    }

    private static GetInvoicesSummaryResponse Make(int count)
    {
        var answer = new GetInvoicesSummaryResponse { OutstandingBalance = 12.34 };
        for (var i = 0; i < count; i++)
        {
            var date = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i);
            answer.Invoices.Add(
                new InvoiceSummary
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"5d0c3b39-7a4e-4a53-9d0e-{i:000000000000}"),
                    InvoiceDate = date.ToTimestamp(),
                    InvoiceAmount = i / 100.0,
                    Status = "paid",
                    DueDate = date.AddDays(14).ToTimestamp(),
                    PaidDate = date.AddDays(2).ToTimestamp(),
                }
            );
        }
        return answer;
    }
}
