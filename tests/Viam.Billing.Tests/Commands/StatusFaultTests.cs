using Grpc.Core;

namespace Viam.Billing.Tests.Commands;

/// <summary>Whatever status a service ends a call with.</summary>
public sealed class StatusFaultTests : FaultTest
{
    private const string Words = "words of the service";

    public static TheoryData<Moment> Moments => [.. Enum.GetValues<Moment>()];

    [Theory]
    [MemberData(nameof(Moments))]
    public void EachStatusIsOneErrorAndTheSessionGoesOn(Moment moment)
    {
        Connect(Patient);
        foreach (var code in Enum.GetValues<StatusCode>().Where(code => code is not StatusCode.OK))
        {
            At(moment, Server, _ => throw new RpcException(new Status(code, Words)));

            var error = AssertOneError(moment, Expected(code, moment));

            // A deadline that has passed is told the same way wherever it has.
            Assert.Equal(code is not StatusCode.DeadlineExceeded, error.ErrorDetails.Message.EndsWith(Words, StringComparison.Ordinal));
            Mend(Server);
            AssertTheSessionWorks();
        }
    }

    [Theory]
    [InlineData(Moment.Invoices, "GetInvoicesSummary")]
    [InlineData(Moment.Pdf, "GetInvoicePdf")]
    public void WhoIsPutOffComesAgainAndThePersonSeesNothingOfIt(Moment moment, string rpc)
    {
        Connect(Patient);
        At(moment, Server, _ => Sent(rpc) > 3 ? Task.CompletedTask : throw PutOff("grpc-retry-pushback-ms", "20"));

        AssertTheSessionWorks();

        Assert.Equal(4, Sent(rpc));
    }

    [Theory]
    [InlineData(Moment.Invoices, "3600")]
    [InlineData(Moment.Pdf, "3600")]
    [InlineData(Moment.PdfUnderWay, "3600")]
    // What has begun to come is not asked for again, though there would be time.
    [InlineData(Moment.PdfUnderWay, "1")]
    public void WhoIsPutOffForTooLongIsToldAtOnce(Moment moment, string seconds)
    {
        Connect(Patient);
        At(moment, Server, _ => throw PutOff("retry-after", seconds));

        var error = AssertOneError(moment, BillingError.RateLimited);

        Assert.Equal(seconds, $"{((BillingException)error.Exception).RetryAfter?.TotalSeconds}");
        Assert.Equal(1, Sent("GetInvoicesSummary") + Sent("GetInvoicePdf"));
        Mend(Server);
        AssertTheSessionWorks();
    }

    private static RpcException PutOff(string header, string value) => new(new Status(StatusCode.ResourceExhausted, Words), new Metadata { { header, value } });

    private static BillingError Expected(StatusCode code, Moment moment) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => BillingError.InvalidRequest,
        StatusCode.DeadlineExceeded => BillingError.DeadlineExceeded,
        StatusCode.NotFound => moment is Moment.Invoices ? BillingError.OrganizationNotFound : BillingError.InvoiceNotFound,
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
