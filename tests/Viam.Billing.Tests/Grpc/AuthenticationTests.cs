using Grpc.Core;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

public sealed class AuthenticationTests : WireTest
{
    private const string Authenticate = "Authenticate";

    [Fact]
    public async Task ConnectingAuthenticatesOnceAndDoesNothingElse()
    {
        await ConnectAsync();

        Assert.Equal("/proto.rpc.v1.AuthService/Authenticate", Assert.Single(Faults.Seen).Method);
    }

    [Fact]
    public async Task TheKeyIsSentAsTheContractSays()
    {
        await ConnectAsync(Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey));

        var request = Assert.IsType<AuthenticateRequest>(Assert.Single(Faults.Seen).Request);
        Assert.Equal(SandboxKeys.OwnerId, request.Entity);
        Assert.Equal("api-key", request.Credentials.Type);
        Assert.Equal(SandboxKeys.OwnerKey, request.Credentials.Payload);
    }

    [Fact]
    public async Task AuthenticatingCarriesNoTokenNotEvenAnOldOne()
    {
        var service = await ConnectAsync();
        World.RevokeTokens();
        await service.ListOrganizationsAsync(Call);

        Assert.Equal(2, Faults.Count(Authenticate));
        Assert.All(Faults.CallsOf(Authenticate), call => Assert.Empty(call.HeaderValues("authorization")));
    }

    [Fact]
    public async Task EveryLaterCallCarriesTheTokenExactlyOnce()
    {
        var token = "";
        Faults.Rewrite = answer =>
        {
            if (answer is AuthenticateResponse authenticated) token = authenticated.AccessToken;
            return answer;
        };
        Faults.Pdf = static (_, _) => Task.CompletedTask;
        var service = await ConnectAsync();
        foreach (var call in WireCall.All) await call.MakeAsync(service, Call);

        Assert.NotEmpty(token);
        Assert.Equal(17, Faults.Seen.Count - Faults.Count(Authenticate));
        Assert.All(Faults.Seen.Skip(1), call => Assert.Equal<string>(["Bearer " + token], call.HeaderValues("authorization")));
        Assert.Equal(1, Faults.Count(Authenticate));
    }

    [Fact]
    public async Task AServiceThatIsUsedWithoutConnectingAuthenticatesByItself()
    {
        var service = Create();

        Assert.Equal(7, (await service.ListOrganizationsAsync(Call)).Count);
        Assert.Equal(1, Faults.Count(Authenticate));
    }

    [Theory]
    [InlineData(SandboxKeys.OwnerId, "a-key-of-nobody")]
    [InlineData("00000000-0000-0000-0000-000000000000", SandboxKeys.OwnerKey)]
    public async Task AWrongKeyIsRefused(string id, string key)
    {
        var service = Create(Client.Key(id, key));

        var failure = await Failure.OfAsync(service.AuthenticateAsync(Call));

        Assert.Equal(BillingError.AuthenticationFailed, failure.Error);
        Assert.Equal("PERMISSION_DENIED", failure.GrpcStatus);
        Assert.Equal("failed to authenticate: unknown API key ID or wrong API key", failure.ServerMessage);
        Assert.Equal($"{Server.Address.Authority} does not accept the API key. It says: {failure.ServerMessage}", failure.Message);
        Assert.Equal(1, Faults.Count(Authenticate));
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated, BillingError.AuthenticationFailed)]
    [InlineData(StatusCode.PermissionDenied, BillingError.AuthenticationFailed)]
    [InlineData(StatusCode.InvalidArgument, BillingError.AuthenticationFailed)]
    [InlineData(StatusCode.NotFound, BillingError.AuthenticationFailed)]
    [InlineData(StatusCode.Internal, BillingError.ServiceError)]
    [InlineData(StatusCode.Unimplemented, BillingError.NotSupported)]
    public async Task ARefusalToAuthenticateIsFinal(StatusCode code, BillingError error)
    {
        Faults.Refuse(Authenticate, code, "no");
        var service = Create();

        var failure = await Failure.OfAsync(service.AuthenticateAsync(Call));

        Assert.Equal((error, "no"), (failure.Error, failure.ServerMessage));
        Assert.Equal(1, Faults.Count(Authenticate));
    }

    [Fact]
    public async Task AKeyThatTheServerRepeatsIsBlottedOut()
    {
        Faults.Refuse(Authenticate, StatusCode.PermissionDenied, $"no key {SandboxKeys.OwnerKey} here");
        var service = Create(Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey));

        var failure = await Failure.OfAsync(service.AuthenticateAsync(Call));

        Assert.Equal("no key *** here", failure.ServerMessage);
        Assert.DoesNotContain(SandboxKeys.OwnerKey, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerWithoutATokenIsNoAuthentication()
    {
        Faults.Rewrite = answer => answer is AuthenticateResponse ? new AuthenticateResponse() : answer;
        var service = Create();

        var failure = await Failure.OfAsync(service.AuthenticateAsync(Call));

        Assert.Equal(BillingError.AuthenticationFailed, failure.Error);
        Assert.Equal($"{Server.Address.Authority} accepted the API key and sent no access token.", failure.Message);
    }

    [Fact]
    public async Task TheKeyIsGoneWithTheSession()
    {
        var key = Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey);
        var service = await ConnectAsync(key);
        Assert.Equal(SandboxKeys.OwnerKey, key.Reveal());

        service.Dispose();

        Assert.Throws<ObjectDisposedException>(key.Reveal);
    }

    [Fact]
    public async Task AnAccessTokenIsSentAsItIs()
    {
        var token = World.IssueToken(SandboxAccounts.Owner);
        var service = await ConnectAsync(Client.Token(token));

        Assert.Equal(SandboxOrganizations.OfOwner, (await service.ListOrganizationsAsync(Call)).Select(organization => organization.OrganizationId));
        Assert.All(Faults.Seen, call => Assert.Equal<string>(["Bearer " + token], call.HeaderValues("authorization")));
        Assert.Equal(0, Faults.Count(Authenticate));
        Assert.Equal(Clock.GetUtcNow().UtcDateTime.AddHours(1), service.TokenExpiresAt);
    }

    [Fact]
    public async Task AWrongAccessTokenIsRefusedWhenConnecting()
    {
        var service = Create(Client.Token("wrong"));

        var failure = await Failure.OfAsync(service.AuthenticateAsync(Call));

        Assert.Equal(BillingError.AuthenticationFailed, failure.Error);
        Assert.Equal("UNAUTHENTICATED", failure.GrpcStatus);
        Assert.Equal($"{Server.Address.Authority} does not accept the access token. It says: unauthenticated: unknown or revoked token", failure.Message);
        Assert.Single(Faults.Seen);
    }

    [Theory]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Unimplemented)]
    public async Task AnAccessTokenThatMayNotListOrganizationsIsAccepted(StatusCode code)
    {
        var token = World.IssueToken(SandboxAccounts.Owner);
        Faults.Refuse("ListOrganizations", code);
        var service = await ConnectAsync(Client.Token(token));

        Assert.Equal(1, Faults.Count("ListOrganizations"));
        Assert.Equal("Acme Robotics", (await service.GetOrganizationAsync(SandboxOrganizations.Acme, Call)).Name);
    }

    [Fact]
    public async Task AnAccessTokenThatTheServerCannotCheckIsNotAccepted()
    {
        Faults.Refuse("ListOrganizations", StatusCode.Internal, "broken");
        var service = Create(Client.Token(World.IssueToken(SandboxAccounts.Owner)));

        var failure = await Failure.OfAsync(service.AuthenticateAsync(Call));

        Assert.Equal((BillingError.ServiceError, "broken"), (failure.Error, failure.ServerMessage));
    }
}
