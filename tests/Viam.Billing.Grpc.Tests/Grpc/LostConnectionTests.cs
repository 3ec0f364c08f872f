using System.Collections.Concurrent;
using System.Net.Sockets;
using Google.Protobuf;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>
/// Servers leave in good order or without a word, after they have received a request. Reads are sent again, processed
/// or not. Nothing else is.
/// </summary>
public sealed class LostConnectionTests : GrpcTest
{
    private readonly ConcurrentQueue<CallReport> _reports = new();
    private int _interrupted;

    public enum Departure
    {
        /// <summary>GOAWAY NO_ERROR that covers the request, and the end of the connection.</summary>
        GoAwayNoError,

        /// <summary>GOAWAY INTERNAL_ERROR that covers the request.</summary>
        GoAwayInternalError,

        /// <summary>GOAWAY ENHANCE_YOUR_CALM, as for too many pings.</summary>
        GoAwayEnhanceYourCalm,

        /// <summary>GOAWAY PROTOCOL_ERROR.</summary>
        GoAwayProtocolError,

        Close,
        Reset,

        /// <summary>The headers of the response, and no message.</summary>
        CloseAfterHeaders,
    }

    public static TheoryData<Departure> Departures => [.. Enum.GetValues<Departure>()];

    public static MatrixTheoryData<string, Departure> Changes =>
        new(GrpcCall.Changes.Concat(GrpcCall.AtMostOnce).Select(call => call.Rpc), Enum.GetValues<Departure>());

    [Theory]
    [MemberData(nameof(Departures))]
    public async Task EveryReadIsSentAgain(Departure departure)
    {
        Faults.Pdf = static (_, send) => send(ByteString.CopyFromUtf8("%PDF"));
        foreach (var read in GrpcCall.Reads)
        {
            await using var front = Interrupting(1, departure);
            using var service = CreateService(front);

            await read.InvokeAsync(service, Call with { Report = _reports.Enqueue });

            Assert.Equal((read.Rpc, 1), (read.Rpc, Faults.Count(read.Rpc)));
        }
        Assert.Equal(GrpcCall.Reads.Count, _interrupted);
        Assert.Equal(GrpcCall.Reads.Count, _reports.Count);
        Assert.All(_reports, report => Assert.Equal(("OK", 2), (report.Outcome, report.Attempts)));
    }

    [Theory]
    [MemberData(nameof(Departures))]
    public async Task ReadFailsAfterFourAttempts(Departure departure)
    {
        await using var front = Interrupting(int.MaxValue, departure);
        using var service = CreateService(front);

        await Failure.CaptureAsync(
            service.GetInvoicesSummaryAsync(SandboxOrganizations.Acme, Call with { Report = _reports.Enqueue })
        );

        Assert.Equal(4, _interrupted);
        Assert.Equal(4, Assert.Single(_reports).Attempts);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task ChangeIsSentOnce(string rpc, Departure departure)
    {
        await using var front = Interrupting(1, departure);
        using var service = CreateService(front);

        var failure = await Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call));

        Assert.Equal((1, 0), (_interrupted, Faults.Count(rpc)));
        Assert.Equal((true, false), (failure.IsOutcomeUnknown, failure.WasNotProcessed));
    }

    /// <summary>A chunk that was delivered must not be delivered again.</summary>
    [Fact]
    public async Task PdfIsNotReadAgainAfterItsFirstChunk()
    {
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var front = Interrupting(
            1,
            async (client, stream, stop) =>
            {
                await client.WriteAsync(Http2.ResponseHeadersFrame(stream), stop);
                await client.WriteAsync(Http2.MessageFrame(stream, [0x0a, 4, .. "%PDF"u8]), stop);
                await delivered.Task.WaitAsync(stop);
                await client.WriteAsync(Http2.GoAwayFrame(int.MaxValue), stop);
            }
        );
        using var service = CreateService(front);
        using var file = new MemoryStream();

        await Failure.CaptureAsync(
            service.ReadInvoicePdfAsync(
                "invoice",
                SandboxOrganizations.Acme,
                async (chunk, stop) =>
                {
                    await file.WriteAsync(chunk, stop);
                    delivered.TrySetResult();
                },
                Call
            )
        );

        Assert.Equal("%PDF"u8.ToArray(), file.ToArray());
        Assert.Equal((1, 0), (_interrupted, Faults.Count("GetInvoicePdf")));
    }

    [Fact]
    public async Task RetriesEndWithTheTimeout()
    {
        await using var front = Interrupting(
            int.MaxValue,
            static (_, _, stop) => Task.Delay(TimeSpan.FromSeconds(0.8), stop)
        );
        using var service = CreateService(front, Client.ShortTimeout);

        var (_, elapsed) = await Failure.CaptureTimedAsync(() =>
            service.GetInvoicesSummaryAsync(SandboxOrganizations.Acme, Call)
        );

        Assert.InRange(elapsed, TimeSpan.FromSeconds(0.7), TimeSpan.FromSeconds(2.5));
    }

    private IBillingService CreateService(RawServer front, TimeSpan? timeout = null) =>
        Client.Create(
            front.Address("http"),
            Client.Token(State.IssueToken(SandboxAccounts.BillingAdmin)),
            timeout,
            Clock
        );

    private RawServer Interrupting(int requests, Departure departure) =>
        Interrupting(
            requests,
            async (client, stream, stop) =>
            {
                switch (departure)
                {
                    case Departure.GoAwayNoError:
                        await client.WriteAsync(Http2.GoAwayFrame(int.MaxValue), stop);
                        break;
                    case Departure.GoAwayInternalError:
                        await client.WriteAsync(Http2.GoAwayFrame(int.MaxValue, errorCode: 2), stop);
                        break;
                    case Departure.GoAwayEnhanceYourCalm:
                        await client.WriteAsync(Http2.GoAwayFrame(int.MaxValue, errorCode: 0xb), stop);
                        break;
                    case Departure.GoAwayProtocolError:
                        await client.WriteAsync(Http2.GoAwayFrame(int.MaxValue, errorCode: 1), stop);
                        break;
                    case Departure.CloseAfterHeaders:
                        await client.WriteAsync(Http2.ResponseHeadersFrame(stream), stop);
                        break;
                    case Departure.Reset:
                        RawServer.Reset(client);
                        break;
                    default:
                        break;
                }
            }
        );

    /// <summary>Ends a number of connections once each has received a whole request, and forwards the rest.</summary>
    private RawServer Interrupting(int requests, Func<NetworkStream, int, CancellationToken, Task> leave)
    {
        var connections = 0;
        return new RawServer(
            async (client, stop) =>
            {
                if (Interlocked.Increment(ref connections) > requests)
                {
                    await Relay.PassAsync(client, Server.Address.Port, stop);
                    return;
                }
                await client.ReadExactlyAsync(new byte[Http2.PrefaceLength], stop);
                await client.WriteAsync(Http2.Frame(Http2.Settings), stop);
                byte[] frame;
                do
                {
                    frame = await Http2.ReadWholeFrameAsync(client, stop);
                } while (!Http2.EndsStream(frame));
                Interlocked.Increment(ref _interrupted);
                await leave(client, Http2.StreamOf(frame), stop);
            }
        );
    }
}
