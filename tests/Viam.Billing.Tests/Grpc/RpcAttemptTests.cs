using Grpc.Core;
using Viam.Billing.Grpc.Calls;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Grpc;

public sealed class RpcAttemptTests
{
    /// <summary>A service goes by the same limit as the client, and which of them is first to see that it is over is a race.</summary>
    [Theory]
    [InlineData(-1, true, BillingError.DeadlineExceeded)]
    [InlineData(60, true, BillingError.ServiceError)]
    [InlineData(-1, false, BillingError.PermissionDenied)]
    public void WhatBreaksOffWhenTheTimeIsOverIsTheTimeLimit(int secondsLeft, bool isBrokenOff, BillingError expected)
    {
        using var credential = Client.Token("a-token-of-no-use");
        using var attempt = new RpcAttempt(
            RpcDescriptor.OfOrganization("BillingService/GetInvoicesSummary", "an-organization"), Client.Call, token: null,
            new BillingServiceOptions(new Uri("http://localhost"), credential, Client.LongTimeout), CancellationToken.None)
        {
            Deadline = DateTime.UtcNow.AddSeconds(secondsLeft),
        };
        var status = isBrokenOff ? new Status(StatusCode.Internal, "cut off", new InvalidDataException("Unexpected end.")) : new Status(StatusCode.PermissionDenied, "no");

        Assert.Equal(expected, attempt.ToBillingException(new RpcException(status)).Error);
    }

    /// <summary>Who is told that nothing was sent must be able to rely on it, whatever is going on below at that moment.</summary>
    [Fact]
    public void WhatIsToldNotToHaveLeftDoesNotLeaveAfterwards()
    {
        using var credential = Client.Token("a-token-of-no-use");
        using var attempt = new RpcAttempt(
            RpcDescriptor.OfOrganization("BillingService/ChargeOrganization", "an-organization"), Client.Call, token: null,
            new BillingServiceOptions(new Uri("http://localhost"), credential, Client.LongTimeout), CancellationToken.None);
        var dispatch = RequestState.Current!;
        Assert.True(dispatch.TryBegin());

        var failure = attempt.ToBillingException(new RpcException(new Status(StatusCode.DeadlineExceeded, "")));

        Assert.Equal((false, false), (failure.IsOutcomeUnknown, dispatch.TrySend()));
    }
}
