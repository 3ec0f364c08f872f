using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Processes;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>
/// The proxy settings of the environment are used. A process reads them once, so the client runs in a separate process.
/// </summary>
public sealed class ProxyTests
{
    private const string Host = "billing.viam.test";
    private const string AddressVariable = "VIAM_BILLING_TESTS_ADDRESS";

    /// <summary>Prints the organization IDs, or the error ID and message.</summary>
    private const string ReadOrganizations = $$"""
        try {
            Connect-ViamBilling -Uri $env:{{AddressVariable}}
            (Get-ViamOrganization).OrganizationId
        }
        catch {
            ($_.FullyQualifiedErrorId -split ',')[0]
            $_.Exception.Message
        }
        """;

    private static readonly Uri Remote = new($"https://{Host}");

    [Fact]
    public async Task RequestsUseProxyFromEnvironment()
    {
        await using var server = await TestServer.StartAsync(certificate: TestAuthority.Issue(Host));
        await using var proxy = new ConnectProxy(server.Address.Port);

        var outcome = await RunClientAsync(proxy, Remote);

        Assert.Equal(SandboxOrganizations.OfOwner, outcome);
        Assert.Equal([$"CONNECT {Host}:443 HTTP/1.1"], proxy.Requests);
        Assert.Equal(1, server.ConnectionCount);
        Assert.Equal(1, server.State.AuthenticationCount);
    }

    [Fact]
    public async Task LoopbackRequestsBypassProxy()
    {
        await using var server = await TestServer.StartAsync();
        await using var proxy = new ConnectProxy(targetPort: 0);

        var outcome = await RunClientAsync(proxy, server.Address);

        Assert.Equal(SandboxOrganizations.OfOwner, outcome);
        Assert.Empty(proxy.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required")]
    [InlineData("HTTP/1.1 403 Forbidden")]
    [InlineData("HTTP/1.1 502 Bad Gateway")]
    public async Task ProxyRefusalFailsWithServiceUnavailable(string refusal)
    {
        await using var proxy = new ConnectProxy(targetPort: 0, refusal);

        var outcome = await RunClientAsync(proxy, Remote);

        Assert.Equal("ServiceUnavailable", outcome[0]);
        Assert.Contains("proxy", outcome[1], StringComparison.Ordinal);
    }

    private static async Task<string[]> RunClientAsync(ConnectProxy proxy, Uri address)
    {
        string[] ownProxies = ["http_proxy", "https_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"];
        var run = await PowerShellProcess.RunAsync(
            ["-Command", PowerShellProcess.ImportModule + ReadOrganizations],
            environment:
            [
                .. ownProxies.Select(name => (name, (string?)null)),
                ("HTTP_PROXY", proxy.Address.AbsoluteUri),
                ("HTTPS_PROXY", proxy.Address.AbsoluteUri),
                ("SSL_CERT_FILE", TestAuthority.RootFile),
                ("VIAM_API_KEY_ID", SandboxKeys.OwnerId),
                ("VIAM_API_KEY", SandboxKeys.OwnerKey),
                (AddressVariable, address.AbsoluteUri),
            ]
        );
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }
}
