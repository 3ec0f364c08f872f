using System.Buffers.Binary;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Viam.Billing.Grpc;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Cmdlets;

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

    private readonly TaskCompletionSource _mended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public enum Fault
    {
        ConnectionReset,
        StreamFailed,
        StreamRefused,
        StreamCancelled,
        GoneAway,
        TooManyPings,
        Silence,
        HalfAMessageThenSilence,
        HalfAMessageThenTheEnd,
        HalfAMessageThenConnectionReset,
        NoMessage,
        TrailersAlone,
        NoStatus,
        MoreThanIsTaken,
    }

    // A PDF may well end after any of its parts; SavePdfTests has one that ends without any. In the midst of a PDF's answer is when it is under way.
    public static TheoryData<Fault, Moment> All => [.. new MatrixTheoryData<Fault, Moment>(Enum.GetValues<Fault>(), Enum.GetValues<Moment>())
        .Select(row => row.Data).Where(row => row is not (Fault.NoMessage or Fault.TrailersAlone or Fault.HalfAMessageThenConnectionReset, not Moment.Invoices))];

    [Theory]
    [MemberData(nameof(All))]
    public async Task IsOneErrorAndTheSessionGoesOn(Fault fault, Moment moment)
    {
        await using var relay = new Relay(Server);
        Connect(fault is Fault.Silence or Fault.HalfAMessageThenSilence ? Impatient : Patient, relay.Address);
        At(moment, Server, context => BefallAsync(fault, context, relay));
        var expected = Expected(fault, moment);

        var error = AssertOneError(moment, expected);

        // None of it is the service's own word.
        Assert.Null(((BillingException)error.Exception).ServerMessage);
        Assert.Equal(
            expected is BillingError.ServiceUnavailable && moment is not Moment.PdfUnderWay ? 4 : 1, Sent(moment is Moment.Invoices ? "GetInvoicesSummary" : "GetInvoicePdf"));
        _mended.SetResult();
        Mend(Server);
        AssertTheSessionWorks();
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

    private static BillingError Expected(Fault fault, Moment moment) => fault switch
    {
        Fault.ConnectionReset or Fault.StreamRefused or Fault.GoneAway or Fault.HalfAMessageThenConnectionReset => BillingError.ServiceUnavailable,
        Fault.TooManyPings => moment is Moment.PdfUnderWay ? BillingError.RateLimited : BillingError.ServiceUnavailable,
        Fault.Silence or Fault.HalfAMessageThenSilence => BillingError.DeadlineExceeded,
        Fault.MoreThanIsTaken => BillingError.ResponseTooLarge,
        _ => BillingError.ServiceError,
    };

    private async Task BefallAsync(Fault fault, ServerCallContext context, Relay relay)
    {
        var http = context.GetHttpContext();
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
                await SendHalfAMessageAsync(http, ChannelFactory.MaxReceiveMessageSize + 1);
                break;
            default:
                break;
        }
        // Kestrel does not cancel a call that it has answered.
        await _mended.Task.WaitAsync(context.CancellationToken);
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
