using Grpc.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Mapping of server statuses to errors.</summary>
public sealed class StatusTests : GrpcTest
{
    private const string Rpc = "GetInvoicesSummary";
    private const string Acme = SandboxOrganizations.Acme;
    private const string Factory = SandboxLocations.AcmeFactory;
    private const string Failed = "{host} couldn't complete BillingService/GetInvoicesSummary.";
    private const string Refused = "The service rejected the request BillingService/GetInvoicesSummary.";
    private const string NotNow = "The operation BillingService/GetInvoicesSummary isn't allowed in the current state.";
    private const string NotFoundOrNoAccess = "wasn't found, or you don't have access to it.";

    [Theory]
    [InlineData(StatusCode.Cancelled, "CANCELLED", BillingError.ServiceError, Failed)]
    [InlineData(StatusCode.Unknown, "UNKNOWN", BillingError.ServiceError, Failed)]
    [InlineData(StatusCode.InvalidArgument, "INVALID_ARGUMENT", BillingError.InvalidRequest, Refused)]
    [InlineData(
        StatusCode.NotFound,
        "NOT_FOUND",
        BillingError.OrganizationNotFound,
        $"Organization '{Acme}' {NotFoundOrNoAccess}"
    )]
    [InlineData(
        StatusCode.AlreadyExists,
        "ALREADY_EXISTS",
        BillingError.AlreadyExists,
        "The resource of BillingService/GetInvoicesSummary already exists."
    )]
    [InlineData(
        StatusCode.PermissionDenied,
        "PERMISSION_DENIED",
        BillingError.PermissionDenied,
        "You don't have permission for BillingService/GetInvoicesSummary."
    )]
    [InlineData(
        StatusCode.Unauthenticated,
        "UNAUTHENTICATED",
        BillingError.AuthenticationFailed,
        "{host} rejected the access token."
    )]
    [InlineData(
        StatusCode.ResourceExhausted,
        "RESOURCE_EXHAUSTED",
        BillingError.RateLimited,
        "The rate limit of {host} was exceeded."
    )]
    [InlineData(StatusCode.FailedPrecondition, "FAILED_PRECONDITION", BillingError.PreconditionFailed, NotNow)]
    [InlineData(StatusCode.Aborted, "ABORTED", BillingError.PreconditionFailed, NotNow)]
    [InlineData(StatusCode.OutOfRange, "OUT_OF_RANGE", BillingError.InvalidRequest, Refused)]
    [InlineData(
        StatusCode.Unimplemented,
        "UNIMPLEMENTED",
        BillingError.NotSupported,
        "{host} doesn't support BillingService/GetInvoicesSummary."
    )]
    [InlineData(StatusCode.Internal, "INTERNAL", BillingError.ServiceError, Failed)]
    [InlineData(StatusCode.Unavailable, "UNAVAILABLE", BillingError.ServiceUnavailable, "{host} is unavailable.")]
    [InlineData(StatusCode.DataLoss, "DATA_LOSS", BillingError.ServiceError, Failed)]
    [InlineData((StatusCode)99, "Unknown(99)", BillingError.ServiceError, Failed)]
    public async Task StatusIsMappedToErrorWithServerMessage(
        StatusCode code,
        string name,
        BillingError error,
        string sentence
    )
    {
        Faults.Refuse(Rpc, code, "the server's words: ü, 100 %");
        var service = await ConnectAsync();

        var failure = await Failure.CaptureAsync(service.GetInvoicesSummaryAsync(Acme, Call));

        Assert.Equal(error, failure.Error);
        Assert.Equal(name, failure.GrpcStatus);
        Assert.Equal("the server's words: ü, 100 %", failure.ServerMessage);
        Assert.Equal(
            sentence.Replace("{host}", Server.Address.Authority, StringComparison.Ordinal)
                + " Server message: the server's words: ü, 100 %",
            failure.Message
        );
        Assert.Null(failure.InnerException);
    }

    [Fact]
    public async Task DeadlineExceededStatusIsReportedAsMissingResponse()
    {
        Faults.Refuse(Rpc, StatusCode.DeadlineExceeded, "context deadline exceeded");
        var service = await ConnectAsync();

        var failure = await Failure.CaptureAsync(service.GetInvoicesSummaryAsync(Acme, Call));

        Assert.Equal((BillingError.DeadlineExceeded, "DEADLINE_EXCEEDED"), (failure.Error, failure.GrpcStatus));
        Assert.Equal(
            $"{Server.Address.Authority} didn't respond to BillingService/GetInvoicesSummary within 20 s.",
            failure.Message
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task EmptyServerMessageIsOmitted(string words)
    {
        Faults.Refuse(Rpc, StatusCode.Internal, words);
        var service = await ConnectAsync();

        var failure = await Failure.CaptureAsync(service.GetInvoicesSummaryAsync(Acme, Call));

        Assert.Null(failure.ServerMessage);
        Assert.Equal(
            $"{Server.Address.Authority} couldn't complete BillingService/GetInvoicesSummary.",
            failure.Message
        );
    }

    [Theory]
    [InlineData(
        "GetOrganization",
        BillingError.OrganizationNotFound,
        $"Organization '{SandboxOrganizations.Harborlight}' {NotFoundOrNoAccess}"
    )]
    [InlineData("GetInvoicePdf", BillingError.InvoiceNotFound, "Invoice 'invoice' wasn't found.")]
    [InlineData(
        "GetLocationBillingOrganization",
        BillingError.LocationNotFound,
        $"Location '{Factory}' {NotFoundOrNoAccess}"
    )]
    [InlineData(
        "UpdateLocationBillingOrganization",
        BillingError.LocationNotFound,
        $"Location '{Factory}' {NotFoundOrNoAccess}"
    )]
    [InlineData("ChargeOrganization", BillingError.OrganizationNotFound, $"Organization '{Acme}' {NotFoundOrNoAccess}")]
    [InlineData(
        "SendPaymentRequiredEmail",
        BillingError.OrganizationNotFound,
        $"Organization '{SandboxOrganizations.Fernhill}' {NotFoundOrNoAccess}"
    )]
    [InlineData(
        "GetAvailableBillingTiers",
        BillingError.NotFound,
        "The resource of BillingService/GetAvailableBillingTiers wasn't found."
    )]
    public async Task NotFoundErrorNamesRequestedResource(string rpc, BillingError error, string message)
    {
        Faults.Refuse(rpc, StatusCode.NotFound);
        var service = await ConnectAsync();

        var failure = await Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call));

        Assert.Equal((error, message), (failure.Error, failure.Message));
    }

    [Fact]
    public async Task ApiKeyWithoutPermissionFailsWithPermissionDenied()
    {
        var service = await ConnectAsync(Client.Key(SandboxKeys.MemberId, SandboxKeys.MemberKey));

        var failure = await Failure.CaptureAsync(service.GetInvoicesSummaryAsync(Acme, Call));

        Assert.Equal(
            (BillingError.PermissionDenied, "the key has no permission for billing"),
            (failure.Error, failure.ServerMessage)
        );
    }

    [Fact]
    public async Task EveryRequestIsReportedWithOutcome()
    {
        var reports = new List<CallReport>();
        Faults.Refuse(Rpc, StatusCode.PermissionDenied);
        var service = Create();
        var call = Call with { Report = reports.Add };

        await service.GetOrganizationAsync(Acme, call);
        await Failure.CaptureAsync(service.GetInvoicesSummaryAsync(Acme, call));

        Assert.Equal(
            [
                ("AuthService/Authenticate", SandboxKeys.BillingAdminId, "OK", 1),
                ("AppService/GetOrganization", Acme, "OK", 1),
                ("BillingService/GetInvoicesSummary", Acme, "PERMISSION_DENIED", 1),
            ],
            reports.Select(report => (report.Method, report.Subject!, report.Outcome, report.Attempts))
        );
        Assert.All(reports, report => Assert.InRange(report.Duration, TimeSpan.FromTicks(1), Client.LongTimeout));
    }
}
