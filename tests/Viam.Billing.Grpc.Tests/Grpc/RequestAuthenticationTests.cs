using Grpc.Core;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Access tokens of charges and emails, which are renewed before anything is sent.</summary>
public sealed class RequestAuthenticationTests : AtMostOnceTest
{
    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task RequestCanceledWhileWaitingForTokenIsNotSent(string rpc)
    {
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromHours(2));
        using var stop = new CancellationTokenSource();
        Faults.On("Authenticate", _ => stop.CancelAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            GrpcCall.Named(rpc).InvokeAsync(service, Call with { BeforeSending = stop.Token })
        );

        Assert.Equal(0, Faults.Count(rpc));
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task RejectedTokenIsRenewedByNextRequest(string rpc)
    {
        var service = await ConnectAsync();
        State.RevokeTokens();

        var failure = await FailAsync(service, rpc);
        await GrpcCall.Named(rpc).InvokeAsync(service, Call);

        Assert.Equal(BillingError.AuthenticationFailed, failure.Error);
        Assert.Equal(2, Faults.Count(rpc));
        Assert.Equal(1, State.Charges.Count + State.SentEmails.Count);
        Assert.Equal(2, State.AuthenticationCount);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task ExpiredTokenIsRenewedBeforeSending(string rpc)
    {
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromHours(2));

        await GrpcCall.Named(rpc).InvokeAsync(service, Call);

        AssertSent(rpc, done: 1);
        Assert.Equal(2, State.AuthenticationCount);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task RequestIsNotSentWhenTokenCannotBeRenewed(string rpc)
    {
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromHours(2));
        Faults.Refuse("Authenticate", StatusCode.Internal);

        var failure = await FailAsync(service, rpc);

        Assert.False(failure.IsOutcomeUnknown, failure.ToString());
        Assert.Equal(0, Faults.Count(rpc));
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task OutcomeIsKnownWhenSessionIsClosedWhileWaitingForToken(string rpc)
    {
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromHours(2));
        Faults.On(
            "Authenticate",
            context =>
            {
                service.Dispose();
                return context.HangAsync();
            }
        );

        var failure = await FailAsync(service, rpc);

        Assert.Equal((BillingError.SessionClosed, false), (failure.Error, failure.IsOutcomeUnknown));
        Assert.Equal(0, Faults.Count(rpc));
    }
}
