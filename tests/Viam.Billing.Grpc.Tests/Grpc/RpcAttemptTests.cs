using Grpc.Core;
using Viam.Billing.Grpc.Calls;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Grpc;

public sealed class RpcAttemptTests
{
    /// <summary>Client and service use the same deadline, and which of them detects it first is a race.</summary>
    [Theory]
    [InlineData(-1, true, BillingError.DeadlineExceeded)]
    [InlineData(60, true, BillingError.ServiceError)]
    [InlineData(-1, false, BillingError.PermissionDenied)]
    public void BrokenResponseAfterDeadlineIsReportedAsDeadlineExceeded(
        int secondsLeft,
        bool isBrokenOff,
        BillingError expected
    )
    {
        using var credential = Client.Token("a-token-of-no-use");
        using var attempt = new RpcAttempt(
            RpcDescriptor.OfOrganization("BillingService/GetInvoicesSummary", "an-organization"),
            Client.Call,
            token: null,
            new BillingServiceOptions(new Uri("http://localhost"), credential, Client.LongTimeout),
            CancellationToken.None
        )
        {
            Deadline = DateTime.UtcNow.AddSeconds(secondsLeft),
        };
        var status = isBrokenOff
            ? new Status(StatusCode.Internal, "cut off", new InvalidDataException("Unexpected end."))
            : new Status(StatusCode.PermissionDenied, "no");

        Assert.Equal(expected, attempt.ToBillingException(new RpcException(status)).Error);
    }

    /// <summary>A request reported as not sent must not be sent later, even during transport activity.</summary>
    [Fact]
    public void RequestReportedAsNotSentCannotBeSentAfterwards()
    {
        using var credential = Client.Token("a-token-of-no-use");
        using var attempt = new RpcAttempt(
            RpcDescriptor.OfOrganization("BillingService/ChargeOrganization", "an-organization"),
            Client.Call,
            token: null,
            new BillingServiceOptions(new Uri("http://localhost"), credential, Client.LongTimeout),
            CancellationToken.None
        );
        var dispatch = RequestState.Current!;
        Assert.True(dispatch.TryBegin());

        var failure = attempt.ToBillingException(new RpcException(new Status(StatusCode.DeadlineExceeded, "")));

        Assert.Equal((false, false), (failure.IsOutcomeUnknown, dispatch.TrySend()));
    }
}
