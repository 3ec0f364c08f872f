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
    private const string Failed = "{host} failed at BillingService/GetInvoicesSummary.";
    private const string Refused = "{host} refuses the request BillingService/GetInvoicesSummary.";
    private const string NotNow = "{host} cannot do BillingService/GetInvoicesSummary now.";
    private const string ThatItSees = "that this credential sees.";

    [Theory]
    [InlineData(StatusCode.Cancelled, "CANCELLED", BillingError.ServiceError, Failed)]
    [InlineData(StatusCode.Unknown, "UNKNOWN", BillingError.ServiceError, Failed)]
    [InlineData(StatusCode.InvalidArgument, "INVALID_ARGUMENT", BillingError.InvalidRequest, Refused)]
    [InlineData(
        StatusCode.NotFound,
        "NOT_FOUND",
        BillingError.OrganizationNotFound,
        $"There is no organization {Acme} {ThatItSees}"
    )]
    [InlineData(
        StatusCode.AlreadyExists,
        "ALREADY_EXISTS",
        BillingError.AlreadyExists,
        "BillingService/GetInvoicesSummary: it exists already."
    )]
    [InlineData(
        StatusCode.PermissionDenied,
        "PERMISSION_DENIED",
        BillingError.PermissionDenied,
        "No permission for BillingService/GetInvoicesSummary."
    )]
    [InlineData(
        StatusCode.Unauthenticated,
        "UNAUTHENTICATED",
        BillingError.AuthenticationFailed,
        "{host} does not accept the access token."
    )]
    [InlineData(
        StatusCode.ResourceExhausted,
        "RESOURCE_EXHAUSTED",
        BillingError.RateLimited,
        "{host} asks for fewer calls."
    )]
    [InlineData(StatusCode.FailedPrecondition, "FAILED_PRECONDITION", BillingError.PreconditionFailed, NotNow)]
    [InlineData(StatusCode.Aborted, "ABORTED", BillingError.PreconditionFailed, NotNow)]
    [InlineData(StatusCode.OutOfRange, "OUT_OF_RANGE", BillingError.InvalidRequest, Refused)]
    [InlineData(
        StatusCode.Unimplemented,
        "UNIMPLEMENTED",
        BillingError.NotSupported,
        "{host} does not have the call BillingService/GetInvoicesSummary."
    )]
    [InlineData(StatusCode.Internal, "INTERNAL", BillingError.ServiceError, Failed)]
    [InlineData(StatusCode.Unavailable, "UNAVAILABLE", BillingError.ServiceUnavailable, "{host} is not available.")]
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
                + " It says: the server's words: ü, 100 %",
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
            $"{Server.Address.Authority} did not answer BillingService/GetInvoicesSummary within 20 s.",
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
        Assert.Equal($"{Server.Address.Authority} failed at BillingService/GetInvoicesSummary.", failure.Message);
    }

    [Theory]
    [InlineData(
        "GetOrganization",
        BillingError.OrganizationNotFound,
        $"There is no organization {SandboxOrganizations.Harborlight} {ThatItSees}"
    )]
    [InlineData("GetInvoicePdf", BillingError.InvoiceNotFound, "There is no invoice invoice.")]
    [InlineData(
        "GetLocationBillingOrganization",
        BillingError.LocationNotFound,
        $"There is no location {Factory} {ThatItSees}"
    )]
    [InlineData(
        "UpdateLocationBillingOrganization",
        BillingError.LocationNotFound,
        $"There is no location {Factory} {ThatItSees}"
    )]
    [InlineData(
        "ChargeOrganization",
        BillingError.OrganizationNotFound,
        $"There is no organization {Acme} {ThatItSees}"
    )]
    [InlineData(
        "SendPaymentRequiredEmail",
        BillingError.OrganizationNotFound,
        $"There is no organization {SandboxOrganizations.Fernhill} {ThatItSees}"
    )]
    [InlineData(
        "GetAvailableBillingTiers",
        BillingError.NotFound,
        "BillingService/GetAvailableBillingTiers found nothing."
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
