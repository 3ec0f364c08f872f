using System.Buffers.Binary;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Viam.Billing.Files;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Faults that befall a call when it has come to the service.</summary>
public sealed class FaultTests : FaultTest
{
    // HTTP/2's error codes (RFC 9113, section 7).
    private const int NoError = 0x0;
    private const int InternalError = 0x2;
    private const int RefusedStream = 0x7;
    private const int Cancel = 0x8;
    private const int EnhanceYourCalm = 0xb;

    /// <summary>In bytes, of what stands before a gRPC message: a flag, and the message's length.</summary>
    private const int PrefixLength = 5;

    public enum Fault
    {
        ConnectionReset,
        StreamFailed,
        StreamRefused,
        StreamCancelled,
        GoneAway,
        TooManyPings,
        HalfAMessageThenSilence,
        HalfAMessageThenTheEnd,
        HalfAMessageThenConnectionReset,
        NoMessage,
        TrailersAlone,
        NoStatus,
        MoreThanIsTaken,
    }

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task IsOneErrorAndTheSessionGoesOn(Fault fault)
    {
        await using var relay = new Relay(Server);
        Connect(fault is Fault.HalfAMessageThenSilence ? Impatient : Patient, relay.Address);
        foreach (var moment in Moments(fault))
        {
            var rpc = moment is Moment.Invoices ? "GetInvoicesSummary" : "GetInvoicePdf";
            var sent = Sent(rpc);
            var mended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            At(moment, Server, async context =>
            {
                await BefallAsync(fault, context.GetHttpContext(), relay);
                // Kestrel does not cancel a call that it has answered.
                await mended.Task.WaitAsync(context.CancellationToken);
            });
            var expected = Expected(fault);

            var error = AssertOneError(moment, expected);

            // None of it is the service's own word.
            Assert.Null(((BillingException)error.Exception).ServerMessage);
            // What has begun to come is not asked for again. Whether half a message was seen before its connection was lost is a race.
            var (least, most) = expected is not BillingError.ServiceUnavailable || moment is Moment.PdfUnderWay ? (1, 1)
                : fault is Fault.HalfAMessageThenConnectionReset ? (1, 4)
                : (4, 4);
            Assert.InRange(Sent(rpc) - sent, least, most);
            mended.SetResult();
            Mend(Server);
            AssertTheSessionWorks();
        }
    }

    [Fact]
    public void AServerThatIsGoingAwayEndsWhatItHasBegun()
    {
        Connect(Patient);
        At(Moment.PdfUnderWay, Server, static context =>
        {
            context.GetHttpContext().Connection.RequestClose();
            return Task.CompletedTask;
        });

        var file = Assert.Single(Get<FileInfo>("Save-ViamInvoicePdf inv-1 $folder -PassThru"));

        Assert.Equal([file.Name], Folder.Names);
        Assert.Equal(PartLength, file.Length);
        file.Delete();
        Mend(Server);
        AssertTheSessionWorks();
        Assert.Equal(2, Server.ConnectionCount);
    }

    private static Moment[] Moments(Fault fault) => fault switch
    {
        // A PDF may well end after any of its parts; SavePdfTests has one that ends without any.
        Fault.NoMessage or Fault.TrailersAlone => [Moment.Invoices],
        // In the midst of a PDF's answer is when it is under way.
        Fault.HalfAMessageThenConnectionReset or Fault.HalfAMessageThenSilence => [Moment.Invoices, Moment.PdfUnderWay],
        // Before that it is like one that has gone away.
        Fault.TooManyPings or Fault.StreamRefused => [Moment.PdfUnderWay],
        _ => Enum.GetValues<Moment>(),
    };

    private static BillingError Expected(Fault fault) => fault switch
    {
        Fault.ConnectionReset or Fault.StreamRefused or Fault.GoneAway or Fault.HalfAMessageThenConnectionReset => BillingError.ServiceUnavailable,
        Fault.TooManyPings => BillingError.RateLimited,
        Fault.HalfAMessageThenSilence => BillingError.DeadlineExceeded,
        Fault.MoreThanIsTaken => BillingError.ResponseTooLarge,
        _ => BillingError.ServiceError,
    };

    private static async Task BefallAsync(Fault fault, HttpContext http, Relay relay)
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
                await relay.SayAsync(GoAway(NoError));
                break;
            case Fault.TooManyPings:
                await relay.SayAsync(GoAway(EnhanceYourCalm));
                break;
            case Fault.HalfAMessageThenSilence:
                await SendHalfAMessageAsync(http, 1000);
                break;
            case Fault.HalfAMessageThenTheEnd:
                await SendHalfAMessageAsync(http, 1000);
                await EndAsync(http);
                break;
            case Fault.HalfAMessageThenConnectionReset:
                await SendHalfAMessageAsync(http, 1000);
                await relay.ResetAsync();
                break;
            case Fault.TrailersAlone:
                http.Response.Headers["grpc-status"] = "0";
                await http.Response.CompleteAsync();
                break;
            case Fault.NoStatus:
                await http.Response.CompleteAsync();
                break;
            case Fault.NoMessage:
                await EndAsync(http);
                break;
            case Fault.MoreThanIsTaken:
                await SendHalfAMessageAsync(http, StatusMapper.MaxReceiveMessageSize + 1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }
    }

    private static void ResetStream(HttpContext http, int errorCode) => http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(errorCode);

    /// <summary>Says that no request of the connection was processed, and why.</summary>
    private static byte[] GoAway(byte errorCode) => Http2.Frame(Http2.GoAway, 0, 0, 0, 0, 0, 0, 0, errorCode);

    private static async Task SendHalfAMessageAsync(HttpContext http, int length)
    {
        var begun = new byte[PrefixLength + 500];
        BinaryPrimitives.WriteInt32BigEndian(begun.AsSpan(1), length);
        await http.Response.BodyWriter.WriteAsync(begun, http.RequestAborted);
    }

    /// <summary>Says that all is well, and that this was all.</summary>
    private static async Task EndAsync(HttpContext http)
    {
        http.Response.AppendTrailer("grpc-status", "0");
        await http.Response.CompleteAsync();
    }
}
