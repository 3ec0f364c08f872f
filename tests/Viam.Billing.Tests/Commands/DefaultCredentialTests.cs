using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Connecting without parameters, which uses the environment or the login of the Viam CLI.</summary>
public sealed class DefaultCredentialTests : CliLoginTest
{
    [Fact]
    public void ConnectWithoutParametersUsesTheLogin()
    {
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), DateTime.UtcNow.AddHours(1)));

        var run = Run("Connect-ViamBilling -PassThru -Verbose");

        var session = Assert.Single(run.Of<BillingSession>());
        Assert.Equal((Server.Address, "CliLogin", Email), (session.Uri, session.AuthenticationType, session.CliUser));
        Assert.Equal($"Using the login of the viam command line ({Email}).", run.Verbose[0]);
    }

    [Fact]
    public void ConnectWithoutParametersUsesTheProfileThatTheEnvironmentNames()
    {
        Write(Of("acme"), KeyLogin());
        Environment.SetEnvironmentVariable(ProfileVariable, "acme");

        var run = Run("Connect-ViamBilling -PassThru -Verbose");

        Assert.Equal("acme", Assert.Single(run.Of<BillingSession>()).CliProfile);
        Assert.Equal("Using the login of the viam command line (an API key, profile 'acme').", run.Verbose[0]);
    }

    [Fact]
    public void EnvironmentVariablesPrecedeTheLogin()
    {
        Write(LoginFile, "{ not even JSON");
        Environment.SetEnvironmentVariable("VIAM_API_KEY_ID", SandboxKeys.OwnerId);
        Environment.SetEnvironmentVariable("VIAM_API_KEY", SandboxKeys.OwnerKey);

        var run = Run($"Connect-ViamBilling -Uri {Server.Address} -PassThru -Verbose");

        Assert.Equal("ApiKey", Assert.Single(run.Of<BillingSession>()).AuthenticationType);
        Assert.Equal(
            "Using the API key in the environment variables VIAM_API_KEY_ID and VIAM_API_KEY.",
            run.Verbose[0]
        );
    }

    [Fact]
    public void ConnectWithoutAnyCredentialWritesOneErrorThatNamesBothSources()
    {
        var run = Run("Connect-ViamBilling");

        AssertError(run.OnlyError, "CredentialRequired", ErrorCategory.AuthenticationError, "VIAM_API_KEY_ID");
        Assert.Equal(
            "No credential was specified, the environment variables VIAM_API_KEY_ID and VIAM_API_KEY "
                + "aren't set, and the viam command line isn't logged in.",
            run.OnlyError.Exception.Message
        );
    }

    [Fact]
    public void ConnectWithoutParametersReportsALoginThatHasExpired()
    {
        Write(LoginFile, UserLogin("a-token", DateTime.UtcNow.AddHours(-1)));

        AssertError(Run("Connect-ViamBilling").OnlyError, "CliLoginExpired", ErrorCategory.AuthenticationError, null);
    }

    /// <summary>Half of a key in the environment is a mistake, not a reason to act as somebody else.</summary>
    [Theory]
    [InlineData("VIAM_API_KEY_ID", "VIAM_API_KEY")]
    [InlineData("VIAM_API_KEY", "VIAM_API_KEY_ID")]
    public void IncompleteEnvironmentIsNotReplacedByTheLogin(string set, string missing)
    {
        Write(LoginFile, KeyLogin());
        Environment.SetEnvironmentVariable(
            set,
            set.EndsWith("ID", StringComparison.Ordinal) ? SandboxKeys.OwnerId : "key"
        );

        AssertError(
            Run("Connect-ViamBilling").OnlyError,
            "CredentialRequired",
            ErrorCategory.AuthenticationError,
            missing
        );
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    /// <summary>Nobody has asked for the login, so its token goes only where it belongs.</summary>
    [Fact]
    public async Task LoginIsNotSentToAnotherAddressUnlessAsked()
    {
        await using var other = await TestServer.StartAsync();
        Write(LoginFile, KeyLogin());

        var run = Run($"Connect-ViamBilling -Uri {other.Address}");

        AssertError(run.OnlyError, "CredentialRequired", ErrorCategory.AuthenticationError, "VIAM_API_KEY_ID");
        Assert.Contains("is for another address", run.OnlyError.Exception.Message);
        Assert.Empty(other.Faults.RecordedCalls);
        RunSuccessfully($"Connect-ViamBilling -Uri {Server.Address}");
        RunSuccessfully($"Connect-ViamBilling -CliLogin -Uri {other.Address}");
    }
}
