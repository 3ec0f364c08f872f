using System.Diagnostics;
using Viam.Billing.Sandbox;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Wire;

/// <summary>
/// The proxy of the environment is honoured. A process reads it once, so the client runs in a process of its own: this very program, told to run
/// <see cref="ReadThroughTheProxy"/> alone.
/// </summary>
public sealed class ProxyTests
{
    private const string Host = "billing.viam.test";
    private const string AddressVariable = "VIAM_BILLING_TESTS_ADDRESS";
    private const string RootVariable = "VIAM_BILLING_TESTS_ROOT";
    private const string OutcomeVariable = "VIAM_BILLING_TESTS_OUTCOME";
    private static readonly Uri Remote = new($"https://{Host}");

    [Fact]
    public async Task CallsGoThroughTheProxyOfTheEnvironment()
    {
        await using var server = await TestServer.StartAsync(certificate: TestAuthority.Issue(Host));
        await using var proxy = new ConnectProxy(server.Address.Port);

        var outcome = await RunClientAsync(proxy, Remote);

        Assert.Equal(SandboxOrganizations.OfOwner, outcome);
        Assert.Equal([$"CONNECT {Host}:443 HTTP/1.1"], proxy.Requests);
        Assert.Equal(1, server.ConnectionCount);
        Assert.Equal(1, server.World.AuthenticationCount);
    }

    [Fact]
    public async Task ThisMachineIsNotReachedThroughAProxy()
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
    public async Task AProxyThatRefusesIsTold(string refusal)
    {
        await using var proxy = new ConnectProxy(targetPort: 0, refusal);

        var outcome = await RunClientAsync(proxy, Remote);

        Assert.Equal("ServiceUnavailable", outcome[0]);
        Assert.Contains("proxy", outcome[1], StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public async Task ReadThroughTheProxy()
    {
        var outcome = Environment.GetEnvironmentVariable(OutcomeVariable);
        Assert.SkipWhen(outcome is null, "Only in the process that the tests above start.");
        TestAuthority.TrustInThisProcess(Environment.GetEnvironmentVariable(RootVariable)!);
        using var service = Client.Create(new Uri(Environment.GetEnvironmentVariable(AddressVariable)!), Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey));
        string[] lines;
        try
        {
            lines = [.. (await service.ListOrganizationsAsync(Client.Call)).Select(organization => organization.OrganizationId)];
        }
        catch (BillingException failure)
        {
            lines = [failure.Error.ToString(), failure.Message];
        }
        await File.WriteAllLinesAsync(outcome, lines, TestContext.Current.CancellationToken);
    }

    private static async Task<string[]> RunClientAsync(ConnectProxy proxy, Uri address)
    {
        var outcome = Path.GetTempFileName();
        var program = Path.ChangeExtension(typeof(ProxyTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        var start = new ProcessStartInfo(program, ["-method", $"{typeof(ProxyTests).FullName}.{nameof(ReadThroughTheProxy)}", "-explicit", "only"])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["HTTP_PROXY"] = proxy.Address.AbsoluteUri,
                ["HTTPS_PROXY"] = proxy.Address.AbsoluteUri,
                [AddressVariable] = address.AbsoluteUri,
                [RootVariable] = TestAuthority.RootFile,
                [OutcomeVariable] = outcome,
            },
        };
        foreach (var name in new[] { "http_proxy", "https_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY" }) start.Environment.Remove(name);
        try
        {
            using var process = Process.Start(start)!;
            var words = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, words);
            return await File.ReadAllLinesAsync(outcome, TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(outcome);
        }
    }
}
