using System.Buffers.Text;
using System.Text;
using Grpc.Core;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Expiration and renewal of access tokens.</summary>
public sealed class TokenTests : GrpcTest
{
    private const string Authenticate = "Authenticate";
    private const string Read = "ListOrganizations";

    [Fact]
    public async Task TokenIsRenewedOnceShortlyBeforeExpiration()
    {
        var service = await ConnectAsync();
        Assert.Equal(Clock.GetUtcNow().UtcDateTime.AddHours(1), service.TokenExpiresAt);

        Clock.Advance(TimeSpan.FromMinutes(59.5));
        await service.ListOrganizationsAsync(Call);
        Assert.Equal(1, State.AuthenticationCount);

        Clock.Advance(TimeSpan.FromMinutes(1));
        await service.ListOrganizationsAsync(Call);
        await service.ListOrganizationsAsync(Call);
        Assert.Equal(2, State.AuthenticationCount);
        Assert.Equal(3, Faults.Count(Read));
        Assert.Equal(Clock.GetUtcNow().UtcDateTime.AddHours(1), service.TokenExpiresAt);
    }

    [Fact]
    public async Task TokenWithoutExpirationIsNotRenewed()
    {
        State.TokenLifetime = null;
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(7, (await service.ListOrganizationsAsync(Call)).Count);
        Assert.Null(service.TokenExpiresAt);
        Assert.Equal(1, State.AuthenticationCount);
    }

    [Fact]
    public async Task FreshTokenWithPastExpirationIsUsed()
    {
        Faults.Rewrite = answer =>
            answer is AuthenticateResponse
                ? new AuthenticateResponse { AccessToken = Jwt(Clock.GetUtcNow().AddHours(-2)) }
                : answer;
        Faults.On(
            Read,
            static context =>
                context.RequestHeaders.GetValue("authorization")!.StartsWith("Bearer h.", StringComparison.Ordinal)
                    ? throw new RpcException(new Status(StatusCode.FailedPrecondition, "seen"))
                    : Task.CompletedTask
        );
        var service = await ConnectAsync();

        Assert.Equal("seen", (await Failure.CaptureAsync(service.ListOrganizationsAsync(Call))).ServerMessage);
        Assert.Equal("seen", (await Failure.CaptureAsync(service.ListOrganizationsAsync(Call))).ServerMessage);
        Assert.Equal(1, State.AuthenticationCount);
    }

    [Fact]
    public async Task RevokedTokenIsRenewedAndReadSucceeds()
    {
        var service = await ConnectAsync();
        State.RevokeTokens();

        Assert.Equal(7, (await service.ListOrganizationsAsync(Call)).Count);
        Assert.Equal(2, State.AuthenticationCount);
        Assert.Equal(2, Faults.Count(Read));
        Assert.Equal(2, Faults.CallsOf(Read).SelectMany(call => call.HeaderValues("authorization")).Distinct().Count());
    }

    [Fact]
    public async Task ConcurrentReadsWithRejectedTokenAuthenticateOnce()
    {
        var service = await ConnectAsync();
        State.RevokeTokens();
        var gate = new RequestGate(expected: 50);
        Faults.On(Read, gate.PassAsync);

        var reads = Enumerable.Range(0, 50).Select(_ => service.ListOrganizationsAsync(Call)).ToList();
        await gate.Reached;
        gate.Open();
        var answers = await Task.WhenAll(reads);

        Assert.All(answers, organizations => Assert.Equal(7, organizations.Count));
        Assert.Equal(2, State.AuthenticationCount);
        Assert.Equal(100, Faults.Count(Read));
    }

    [Fact]
    public async Task ConcurrentReadsWithExpiredTokenAuthenticateOnce()
    {
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromHours(2));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => service.ListOrganizationsAsync(Call)));

        Assert.Equal(2, State.AuthenticationCount);
        Assert.Equal(50, Faults.Count(Read));
    }

    [Fact]
    public async Task LateRejectionOfOldTokenDoesNotDiscardNewToken()
    {
        var service = await ConnectAsync();
        State.RevokeTokens();
        var late = new RequestGate();
        Faults.On("GetOrganization", late.PassAsync);
        var slow = service.GetOrganizationAsync(SandboxOrganizations.Acme, Call);
        await late.Reached;
        await service.ListOrganizationsAsync(Call);

        late.Open();

        Assert.Equal("Acme Robotics", (await slow).Name);
        Assert.Equal(2, State.AuthenticationCount);
    }

    [Fact]
    public async Task SecondTokenRejectionFailsWithoutFurtherRetry()
    {
        var service = await ConnectAsync();
        Faults.Refuse(Read, StatusCode.Unauthenticated, "unauthenticated: no");

        var failure = await Failure.CaptureAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal(
            (BillingError.AuthenticationFailed, "UNAUTHENTICATED", "unauthenticated: no"),
            (failure.Error, failure.GrpcStatus, failure.ServerMessage)
        );
        Assert.Equal(2, Faults.Count(Read));
        Assert.Equal(2, State.AuthenticationCount);
    }

    [Fact]
    public async Task RejectedAccessTokenIsNotSentAgain()
    {
        var service = await ConnectAsync(Client.Token(State.IssueToken(SandboxAccounts.Owner)));
        State.RevokeTokens();

        var failure = await Failure.CaptureAsync(service.GetOrganizationAsync(SandboxOrganizations.Acme, Call));

        Assert.Equal(BillingError.AuthenticationFailed, failure.Error);
        Assert.Equal(1, Faults.Count("GetOrganization"));
        Assert.Equal(0, Faults.Count(Authenticate));
    }

    [Fact]
    public async Task CanceledTokenWaitDoesNotCancelOtherRequests()
    {
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromHours(2));
        var gate = new RequestGate();
        Faults.On(Authenticate, gate.PassAsync);
        using var firstCaller = new CancellationTokenSource();
        var first = service.ListOrganizationsAsync(new(firstCaller.Token));
        await gate.Reached;
        var others = Enumerable.Range(0, 3).Select(_ => service.ListOrganizationsAsync(Call)).ToList();

        await firstCaller.CancelAsync();
        var stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.Open();

        Assert.Equal(firstCaller.Token, stopped.CancellationToken);
        Assert.All(await Task.WhenAll(others), organizations => Assert.Equal(7, organizations.Count));
        Assert.Equal(2, State.AuthenticationCount);
        Assert.Equal(3, Faults.Count(Read));
    }

    [Fact]
    public async Task FailedTokenRenewalIsRetriedByNextRequest()
    {
        var service = await ConnectAsync();
        Clock.Advance(TimeSpan.FromHours(2));
        Faults.Refuse(Authenticate, StatusCode.Internal, "not now");

        var failure = await Failure.CaptureAsync(service.ListOrganizationsAsync(Call));
        Faults.Before = null;
        var organizations = await service.ListOrganizationsAsync(Call);

        Assert.Equal((BillingError.ServiceError, "not now"), (failure.Error, failure.ServerMessage));
        Assert.Equal(7, organizations.Count);
        Assert.Equal(1, Faults.Count(Read));
    }

    [Fact]
    public async Task ExpiredAccessTokenIsNotSent()
    {
        var token = State.IssueToken(SandboxAccounts.Owner);
        Clock.Advance(TimeSpan.FromHours(2));
        var service = Create(Client.Token(token));

        var connecting = await Failure.CaptureAsync(service.AuthenticateAsync(Call));
        var reading = await Failure.CaptureAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal([BillingError.TokenExpired, BillingError.TokenExpired], new[] { connecting.Error, reading.Error });
        Assert.Equal("The access token expired at 2026-03-15 13:00:00Z and can't be renewed.", connecting.Message);
        Assert.Null(connecting.GrpcStatus);
        Assert.Empty(Faults.RecordedCalls);
        Assert.Equal(0, State.AuthenticationCount);
    }

    private static string Jwt(DateTimeOffset expiresAt) =>
        $"h.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"exp":{{expiresAt.ToUnixTimeSeconds()}}}"""))}.s";
}
