using System.Buffers.Binary;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Viam.Billing.Files;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Faults after a request has reached the service.</summary>
public sealed class FaultTests : FaultTest
{
    // HTTP/2 error codes (RFC 9113, section 7).
    private const int NoError = 0x0;
    private const int InternalError = 0x2;
    private const int RefusedStream = 0x7;
    private const int Cancel = 0x8;
    private const int EnhanceYourCalm = 0xb;

    /// <summary>The size of the gRPC message prefix (a flag and the message length), in bytes.</summary>
    private const int PrefixLength = 5;

    public enum Fault
    {
        ConnectionReset,
        StreamFailed,
        StreamRefused,
        StreamCancelled,
        GoneAway,
        TooManyPings,
        PartialMessageThenSilence,
        PartialMessageThenEnd,
        PartialMessageThenConnectionReset,
        NoMessage,
        TrailersOnly,
        NoStatus,
        MessageTooLarge,
    }

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task FaultWritesOneErrorAndSessionRemainsUsable(Fault fault)
    {
        await using var relay = new Relay(Server);
        Connect(
            fault is Fault.PartialMessageThenSilence ? ShortTimeoutParameters : LongTimeoutParameters,
            relay.Address
        );
        foreach (var moment in FaultPoints(fault))
        {
            var rpc = moment is FaultPoint.Invoices ? "GetInvoicesSummary" : "GetInvoicePdf";
            var sent = CountRequests(rpc);
            var faultCleared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            At(
                moment,
                Server,
                async context =>
                {
                    await InjectFaultAsync(fault, context.GetHttpContext(), relay);
                    // Kestrel doesn't cancel a request that has been responded to.
                    await faultCleared.Task.WaitAsync(context.CancellationToken);
                }
            );
            var expected = Expected(fault);

            var error = AssertOneError(moment, expected);

            // The error doesn't contain a message from the service.
            Assert.Null(((BillingException)error.Exception).ServerMessage);
            // A lost connection or stream is retried, except after the first chunk of a PDF.
            var isLost =
                expected is BillingError.ServiceUnavailable || fault is Fault.StreamFailed or Fault.StreamCancelled;
            Assert.Equal(isLost && moment is not FaultPoint.PdfInProgress ? 4 : 1, CountRequests(rpc) - sent);
            faultCleared.SetResult();
            ClearFaults(Server);
            AssertSessionIsUsable();
        }
    }

    [Fact]
    public void ServerShuttingDownCompletesDownloadInProgress()
    {
        Connect(LongTimeoutParameters);
        At(
            FaultPoint.PdfInProgress,
            Server,
            static context =>
            {
                context.GetHttpContext().Connection.RequestClose();
                return Task.CompletedTask;
            }
        );

        var file = Assert.Single(Get<FileInfo>("Save-ViamInvoicePdf inv-1 $folder -PassThru"));

        Assert.Equal([file.Name], Folder.Names);
        Assert.Equal(PartLength, file.Length);
        file.Delete();
        ClearFaults(Server);
        AssertSessionIsUsable();
        Assert.Equal(2, Server.ConnectionCount);
    }

    private static FaultPoint[] FaultPoints(Fault fault) =>
        fault switch
        {
            // A PDF can end after any chunk; SavePdfTests covers one without chunks.
            Fault.NoMessage or Fault.TrailersOnly => [FaultPoint.Invoices],
            // In the middle of a PDF response, the download is in progress.
            Fault.PartialMessageThenConnectionReset or Fault.PartialMessageThenSilence =>
            [
                FaultPoint.Invoices,
                FaultPoint.PdfInProgress,
            ],
            // Before that, this is handled like GoneAway.
            Fault.TooManyPings or Fault.StreamRefused => [FaultPoint.PdfInProgress],
            _ => Enum.GetValues<FaultPoint>(),
        };

    private static BillingError Expected(Fault fault) =>
        fault switch
        {
            Fault.ConnectionReset or Fault.StreamRefused or Fault.GoneAway or Fault.PartialMessageThenConnectionReset =>
                BillingError.ServiceUnavailable,
            Fault.TooManyPings => BillingError.RateLimited,
            Fault.PartialMessageThenSilence => BillingError.DeadlineExceeded,
            Fault.MessageTooLarge => BillingError.ResponseTooLarge,
            _ => BillingError.ServiceError,
        };

    private static async Task InjectFaultAsync(Fault fault, HttpContext http, Relay relay)
    {
        switch (fault)
        {
            case Fault.ConnectionReset:
                await relay.ResetAsync();
                break;
            case Fault.StreamFailed:
                ResetStream(http, InternalError);
                break;
            case Fault.StreamRefused:
                ResetStream(http, RefusedStream);
                break;
            case Fault.StreamCancelled:
                ResetStream(http, Cancel);
                break;
            case Fault.GoneAway:
                await relay.SendAsync(GoAway(NoError));
                break;
            case Fault.TooManyPings:
                await relay.SendAsync(GoAway(EnhanceYourCalm));
                break;
            case Fault.PartialMessageThenSilence:
                await SendPartialMessageAsync(http, 1000);
                break;
            case Fault.PartialMessageThenEnd:
                await SendPartialMessageAsync(http, 1000);
                await EndAsync(http);
                break;
            case Fault.PartialMessageThenConnectionReset:
                await SendPartialMessageAsync(http, 1000);
                await relay.ResetAsync();
                break;
            case Fault.TrailersOnly:
                http.Response.Headers["grpc-status"] = "0";
                await http.Response.CompleteAsync();
                break;
            case Fault.NoStatus:
                await http.Response.CompleteAsync();
                break;
            case Fault.NoMessage:
                await EndAsync(http);
                break;
            case Fault.MessageTooLarge:
                await SendPartialMessageAsync(http, ChannelLimits.MaxReceiveMessageSize + 1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }
    }

    private static void ResetStream(HttpContext http, int errorCode) =>
        http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(errorCode);

    /// <summary>A GOAWAY frame, which states that no request of the connection was processed.</summary>
    private static byte[] GoAway(byte errorCode) => Http2.Frame(Http2.GoAway, 0, 0, 0, 0, 0, 0, 0, errorCode);

    private static async Task SendPartialMessageAsync(HttpContext http, int length)
    {
        var begun = new byte[PrefixLength + 500];
        BinaryPrimitives.WriteInt32BigEndian(begun.AsSpan(1), length);
        await http.Response.BodyWriter.WriteAsync(begun, http.RequestAborted);
    }

    /// <summary>Ends the response with status OK.</summary>
    private static async Task EndAsync(HttpContext http)
    {
        http.Response.AppendTrailer("grpc-status", "0");
        await http.Response.CompleteAsync();
    }
}
