using System.Management.Automation;
using Viam.Billing.Contract.Rpc;

namespace Viam.Billing.Tests.Commands;

/// <summary>Connecting with an API key.</summary>
public sealed class ConnectApiKeyTests : ConnectTest
{
    [Fact]
    public void SecureStringApiKeyIsExchangedForAccessToken()
    {
        var session = Assert.Single(
            Get<BillingSession>($"{At} -ApiKeyId {KeyId} -ApiKey $key -PassThru", ("key", Secure(Key)))
        );

        AssertKeyWasExchanged(session);
    }

    [Fact]
    public void PlainTextApiKeyIsExchangedForAccessToken() =>
        AssertKeyWasExchanged(Assert.Single(Get<BillingSession>($"{At} {KeyId} {Key} -PassThru")));

    [Fact]
    public void CredentialProvidesApiKeyIdAndApiKey()
    {
        var session = Assert.Single(
            Get<BillingSession>(
                $"{At} -Credential $credential -PassThru",
                ("credential", new PSCredential(KeyId, Secure(Key)))
            )
        );

        AssertKeyWasExchanged(session);
    }

    [Fact]
    public void EnvironmentVariablesProvideApiKeyIdAndApiKey()
    {
        Environment.SetEnvironmentVariable("VIAM_API_KEY_ID", KeyId);
        Environment.SetEnvironmentVariable("VIAM_API_KEY", Key);

        AssertKeyWasExchanged(Assert.Single(Get<BillingSession>($"{At} -PassThru")));
    }

    [Theory]
    [InlineData("no-uuid")]
    [InlineData("0a4d9f3752c84e1b96fdb31e7c08a5d2")]
    public void InvalidApiKeyIdIsRejectedBeforeSendingAndNotShown(string keyId)
    {
        var run = Run($"{At} -ApiKeyId $id -ApiKey {Key}", ("id", keyId));

        // The value could be the API key itself.
        Assert.DoesNotContain(run.Everything, text => text.Contains(keyId, StringComparison.Ordinal));
        AssertError(run.OnlyError, "InvalidApiKeyId", ErrorCategory.InvalidArgument, null);
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Theory]
    [InlineData("-ApiKeyId " + KeyId + " -ApiKey ''")]
    [InlineData("-AccessToken ''")]
    [InlineData("-Credential $empty")]
    public void EmptySecretIsRejectedBeforeSending(string parameters)
    {
        var run = Run($"{At} {parameters}", ("empty", new PSCredential(KeyId, Secure(""))));

        AssertError(run.OnlyError, "EmptySecret", ErrorCategory.InvalidArgument, null);
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Theory]
    [InlineData("-ApiKey 9182736455", KeyId)]
    [InlineData("-ApiKey 9182736455, more", KeyId)]
    [InlineData("-AccessToken 9182736455", null)]
    public void SecretOfWrongTypeIsRejectedAndNotShown(string parameters, string? keyId)
    {
        var run = Run($"{At} {(keyId is null ? "" : "-ApiKeyId " + keyId)} {parameters}");

        Assert.Equal(
            "ParameterArgumentTransformationError,Viam.Billing.Commands.ConnectViamBillingCommand",
            run.OnlyError.FullyQualifiedErrorId
        );
        Assert.DoesNotContain("9182736455", run.OnlyError.ToString());
        Assert.DoesNotContain("9182736455", run.OnlyError.Exception.ToString());
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Theory]
    [InlineData(null, Key, "VIAM_API_KEY_ID")]
    [InlineData(KeyId, null, "VIAM_API_KEY")]
    [InlineData("  ", Key, "VIAM_API_KEY_ID")]
    [InlineData(null, null, "VIAM_API_KEY_ID")]
    public void MissingEnvironmentVariableIsNamedInError(string? keyId, string? key, string missing)
    {
        Environment.SetEnvironmentVariable("VIAM_API_KEY_ID", keyId);
        Environment.SetEnvironmentVariable("VIAM_API_KEY", key);

        var run = Run(At);

        AssertError(run.OnlyError, "CredentialRequired", ErrorCategory.AuthenticationError, missing);
        Assert.Contains(missing, run.OnlyError.Exception.Message);
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    private void AssertKeyWasExchanged(BillingSession session)
    {
        Assert.Equal("ApiKey", session.AuthenticationType);
        Assert.Equal(KeyId, session.ApiKeyId);
        Assert.Equal(Server.Address, session.Uri);
        Assert.True(session.IsOpen);
        Assert.False(session.IsSandbox);
        Assert.Null(session.OrganizationId);
        Assert.Equal(DateTimeKind.Utc, session.ConnectedAt.Kind);
        Assert.InRange(
            session.TokenExpiresAt!.Value - DateTime.UtcNow,
            TimeSpan.FromMinutes(59),
            TimeSpan.FromMinutes(60)
        );
        var call = Assert.Single(Server.Faults.RecordedCalls);
        Assert.Empty(call.HeaderValues("authorization"));
        var request = Assert.IsType<AuthenticateRequest>(call.Request);
        Assert.Equal((KeyId, "api-key", Key), (request.Entity, request.Credentials.Type, request.Credentials.Payload));
    }
}
