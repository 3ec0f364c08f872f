using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>A failed connect writes one error record with its own ID.</summary>
public sealed class ConnectErrorTests : ErrorTest
{
    private const string WithKey = $"Connect-ViamBilling {SandboxKeys.OwnerId} {SandboxKeys.OwnerKey}";

    [Theory]
    [InlineData(SandboxKeys.OwnerId, "another-key")]
    [InlineData(UnknownOrganizationId, SandboxKeys.OwnerKey)]
    public void WrongApiKeyFailsWithAuthenticationFailed(string keyId, string key)
    {
        var error = Run($"Connect-ViamBilling {keyId} {key} -Uri {Server.Address}").OnlyError;

        AssertError(error, "AuthenticationFailed", ErrorCategory.AuthenticationError, null);
        AssertCause(
            error,
            BillingError.AuthenticationFailed,
            "PERMISSION_DENIED",
            "failed to authenticate: unknown API key ID or wrong API key"
        );
        AssertConnectSucceeds();
    }

    [Fact]
    public void UnknownHostFailsWithHostNotFound()
    {
        var error = Run(WithKey + " -Uri x.invalid").OnlyError;

        AssertError(error, "HostNotFound", ErrorCategory.ConnectionError, null);
        Assert.Contains("x.invalid", error.Exception.Message);
        AssertCause(error, BillingError.HostNotFound, "UNAVAILABLE", null);
        AssertConnectSucceeds();
    }

    [Fact]
    public void ClosedPortFailsWithConnectionRefused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        var error = Run($"{WithKey} -Uri http://127.0.0.1:{port}").OnlyError;

        AssertError(error, "ConnectionRefused", ErrorCategory.ConnectionError, null);
        Assert.Contains($"127.0.0.1:{port}", error.Exception.Message);
        AssertConnectSucceeds();
    }

    [Fact]
    public void FailedConnectThrowsBillingException()
    {
        var caught = RunSuccessfully(
            $"try {{ Connect-ViamBilling {SandboxKeys.OwnerId} wrong -Uri {Server.Address} }} catch "
                + $"[Viam.Billing.BillingException] {{ $_.Exception.Error }}"
        );

        Assert.Equal([BillingError.AuthenticationFailed], caught.Select(item => item.BaseObject));
    }

    private void AssertConnectSucceeds()
    {
        Connect();
        AssertSessionIsUsable();
    }
}
