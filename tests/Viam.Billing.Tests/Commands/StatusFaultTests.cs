using Grpc.Core;

namespace Viam.Billing.Tests.Commands;

/// <summary>Every status that a service can return.</summary>
public sealed class StatusFaultTests : FaultTest
{
    private const string Words = "words of the service";

    public static TheoryData<FaultPoint> FaultPoints => [.. Enum.GetValues<FaultPoint>()];

    [Theory]
    [MemberData(nameof(FaultPoints))]
    public void EachStatusWritesOneErrorAndSessionRemainsUsable(FaultPoint moment)
    {
        Connect(LongTimeoutParameters);
        foreach (var code in Enum.GetValues<StatusCode>().Where(code => code is not StatusCode.OK))
        {
            At(moment, Server, _ => throw new RpcException(new Status(code, Words)));

            var error = AssertOneError(moment, Expected(code, moment));

            // An exceeded deadline is reported in the same way by client and service.
            Assert.Equal(
                code is not StatusCode.DeadlineExceeded,
                error.ErrorDetails.Message.EndsWith(Words, StringComparison.Ordinal)
            );
            ClearFaults(Server);
            AssertSessionIsUsable();
        }
    }

    [Theory]
    [InlineData(FaultPoint.Invoices, "GetInvoicesSummary")]
    [InlineData(FaultPoint.Pdf, "GetInvoicePdf")]
    public void PushedBackRequestIsRetriedWithoutErrorOrWarning(FaultPoint moment, string rpc)
    {
        Connect(LongTimeoutParameters);
        At(
            moment,
            Server,
            _ => CountRequests(rpc) > 3 ? Task.CompletedTask : throw PutOff("grpc-retry-pushback-ms", "20")
        );

        AssertSessionIsUsable();

        Assert.Equal(4, CountRequests(rpc));
    }

    [Theory]
    [InlineData(FaultPoint.Invoices, "3600")]
    [InlineData(FaultPoint.Pdf, "3600")]
    [InlineData(FaultPoint.PdfInProgress, "3600")]
    // A started response isn't requested again, even if there is enough time.
    [InlineData(FaultPoint.PdfInProgress, "1")]
    public void PushbackThatCannotBeHonoredWritesErrorImmediately(FaultPoint moment, string seconds)
    {
        Connect(LongTimeoutParameters);
        At(moment, Server, _ => throw PutOff("retry-after", seconds));

        var error = AssertOneError(moment, BillingError.RateLimited);

        Assert.Equal(seconds, $"{((BillingException)error.Exception).RetryAfter?.TotalSeconds}");
        Assert.Equal(1, CountRequests("GetInvoicesSummary") + CountRequests("GetInvoicePdf"));
        ClearFaults(Server);
        AssertSessionIsUsable();
    }

    private static RpcException PutOff(string header, string value) =>
        new(new Status(StatusCode.ResourceExhausted, Words), new Metadata { { header, value } });

    private static BillingError Expected(StatusCode code, FaultPoint moment) =>
        code switch
        {
            StatusCode.InvalidArgument or StatusCode.OutOfRange => BillingError.InvalidRequest,
            StatusCode.DeadlineExceeded => BillingError.DeadlineExceeded,
            StatusCode.NotFound => moment is FaultPoint.Invoices
                ? BillingError.OrganizationNotFound
                : BillingError.InvoiceNotFound,
            StatusCode.AlreadyExists => BillingError.AlreadyExists,
            StatusCode.PermissionDenied => BillingError.PermissionDenied,
            StatusCode.Unauthenticated => BillingError.AuthenticationFailed,
            StatusCode.ResourceExhausted => BillingError.RateLimited,
            StatusCode.FailedPrecondition or StatusCode.Aborted => BillingError.PreconditionFailed,
            StatusCode.Unimplemented => BillingError.NotSupported,
            StatusCode.Unavailable => BillingError.ServiceUnavailable,
            _ => BillingError.ServiceError,
        };
}
