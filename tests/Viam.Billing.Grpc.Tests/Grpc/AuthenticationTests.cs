using Grpc.Core;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

public sealed class AuthenticationTests : GrpcTest
{
    private const string Authenticate = "Authenticate";

    [Fact]
    public async Task ConnectSendsOnlyOneAuthenticateRequest()
    {
        await ConnectAsync();

        Assert.Equal("/proto.rpc.v1.AuthService/Authenticate", Assert.Single(Faults.RecordedCalls).Method);
    }

    [Fact]
    public async Task ApiKeyIsSentAsDefinedByContract()
    {
        await ConnectAsync(Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey));

        var request = Assert.IsType<AuthenticateRequest>(Assert.Single(Faults.RecordedCalls).Request);
        Assert.Equal(SandboxKeys.OwnerId, request.Entity);
        Assert.Equal("api-key", request.Credentials.Type);
        Assert.Equal(SandboxKeys.OwnerKey, request.Credentials.Payload);
    }

    [Fact]
    public async Task AuthenticateRequestContainsNoToken()
    {
        var service = await ConnectAsync();
        State.RevokeTokens();
        await service.ListOrganizationsAsync(Call);

        Assert.Equal(2, Faults.Count(Authenticate));
        Assert.All(Faults.CallsOf(Authenticate), call => Assert.Empty(call.HeaderValues("authorization")));
    }

    [Fact]
    public async Task EveryLaterRequestContainsTokenExactlyOnce()
    {
        var token = "";
        Faults.Rewrite = answer =>
        {
            if (answer is AuthenticateResponse authenticated)
            {
                token = authenticated.AccessToken;
            }

            return answer;
        };
        Faults.Pdf = static (_, _) => Task.CompletedTask;
        var service = await ConnectAsync();
        foreach (var call in GrpcCall.All)
        {
            await call.InvokeAsync(service, Call);
        }

        Assert.NotEmpty(token);
        Assert.Equal(17, Faults.RecordedCalls.Count - Faults.Count(Authenticate));
        Assert.All(
            Faults.RecordedCalls.Skip(1),
            call => Assert.Equal<string>(["Bearer " + token], call.HeaderValues("authorization"))
        );
        Assert.Equal(1, Faults.Count(Authenticate));
    }

    [Fact]
    public async Task FirstRequestAuthenticatesAutomatically()
    {
        var service = Create();

        Assert.Equal(7, (await service.ListOrganizationsAsync(Call)).Count);
        Assert.Equal(1, Faults.Count(Authenticate));
    }

    [Theory]
    [InlineData(SandboxKeys.OwnerId, "a-key-of-nobody")]
    [InlineData("00000000-0000-0000-0000-000000000000", SandboxKeys.OwnerKey)]
    public async Task WrongApiKeyIsRejected(string id, string key)
    {
        var service = Create(Client.Key(id, key));

        var failure = await Failure.CaptureAsync(service.AuthenticateAsync(Call));

        Assert.Equal(BillingError.AuthenticationFailed, failure.Error);
        Assert.Equal("PERMISSION_DENIED", failure.GrpcStatus);
        Assert.Equal("failed to authenticate: unknown API key ID or wrong API key", failure.ServerMessage);
        Assert.Equal(
            $"{Server.Address.Authority} rejected the API key. Server message: {failure.ServerMessage}",
            failure.Message
        );
        Assert.Equal(1, Faults.Count(Authenticate));
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated, BillingError.AuthenticationFailed)]
    [InlineData(StatusCode.PermissionDenied, BillingError.AuthenticationFailed)]
    [InlineData(StatusCode.InvalidArgument, BillingError.AuthenticationFailed)]
    [InlineData(StatusCode.NotFound, BillingError.AuthenticationFailed)]
    [InlineData(StatusCode.Internal, BillingError.ServiceError)]
    [InlineData(StatusCode.Unimplemented, BillingError.NotSupported)]
    public async Task AuthenticationFailureIsNotRetried(StatusCode code, BillingError error)
    {
        Faults.Refuse(Authenticate, code, "no");
        var service = Create();

        var failure = await Failure.CaptureAsync(service.AuthenticateAsync(Call));

        Assert.Equal((error, "no"), (failure.Error, failure.ServerMessage));
        Assert.Equal(1, Faults.Count(Authenticate));
    }

    [Fact]
    public async Task ApiKeyInServerMessageIsRedacted()
    {
        Faults.Refuse(Authenticate, StatusCode.PermissionDenied, $"no key {SandboxKeys.OwnerKey} here");
        var service = Create(Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey));

        var failure = await Failure.CaptureAsync(service.AuthenticateAsync(Call));

        Assert.Equal("no key *** here", failure.ServerMessage);
        Assert.DoesNotContain(SandboxKeys.OwnerKey, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResponseWithoutTokenFailsWithAuthenticationFailed()
    {
        Faults.Rewrite = answer => answer is AuthenticateResponse ? new AuthenticateResponse() : answer;
        var service = Create();

        var failure = await Failure.CaptureAsync(service.AuthenticateAsync(Call));

        Assert.Equal(BillingError.AuthenticationFailed, failure.Error);
        Assert.Equal($"{Server.Address.Authority} accepted the API key and sent no access token.", failure.Message);
    }

    [Fact]
    public async Task ApiKeyIsDisposedWithSession()
    {
        var key = Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey);
        var service = await ConnectAsync(key);
        Assert.Equal(SandboxKeys.OwnerKey, key.Reveal());

        service.Dispose();

        Assert.Throws<ObjectDisposedException>(key.Reveal);
    }

    [Fact]
    public async Task AccessTokenIsSentUnchanged()
    {
        var token = State.IssueToken(SandboxAccounts.Owner);
        var service = await ConnectAsync(Client.Token(token));

        Assert.Equal(
            SandboxOrganizations.OfOwner,
            (await service.ListOrganizationsAsync(Call)).Select(organization => organization.OrganizationId)
        );
        Assert.All(
            Faults.RecordedCalls,
            call => Assert.Equal<string>(["Bearer " + token], call.HeaderValues("authorization"))
        );
        Assert.Equal(0, Faults.Count(Authenticate));
        Assert.Equal(Clock.GetUtcNow().UtcDateTime.AddHours(1), service.TokenExpiresAt);
    }

    [Fact]
    public async Task WrongAccessTokenIsRejectedOnConnect()
    {
        var service = Create(Client.Token("wrong"));

        var failure = await Failure.CaptureAsync(service.AuthenticateAsync(Call));

        Assert.Equal(BillingError.AuthenticationFailed, failure.Error);
        Assert.Equal("UNAUTHENTICATED", failure.GrpcStatus);
        Assert.Equal(
            $"{Server.Address.Authority} rejected the access token. Server message: unauthenticated: "
                + "unknown or revoked token",
            failure.Message
        );
        Assert.Single(Faults.RecordedCalls);
    }

    [Theory]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Unimplemented)]
    public async Task AccessTokenWithoutListPermissionIsAccepted(StatusCode code)
    {
        var token = State.IssueToken(SandboxAccounts.Owner);
        Faults.Refuse("ListOrganizations", code);
        var service = await ConnectAsync(Client.Token(token));

        Assert.Equal(1, Faults.Count("ListOrganizations"));
        Assert.Equal("Acme Robotics", (await service.GetOrganizationAsync(SandboxOrganizations.Acme, Call)).Name);
    }

    [Fact]
    public async Task AccessTokenIsRejectedWhenServerCannotValidateIt()
    {
        Faults.Refuse("ListOrganizations", StatusCode.Internal, "broken");
        var service = Create(Client.Token(State.IssueToken(SandboxAccounts.Owner)));

        var failure = await Failure.CaptureAsync(service.AuthenticateAsync(Call));

        Assert.Equal((BillingError.ServiceError, "broken"), (failure.Error, failure.ServerMessage));
    }
}
