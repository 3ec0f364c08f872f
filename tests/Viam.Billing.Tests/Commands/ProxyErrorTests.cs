using System.Globalization;
using System.Text;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Viam.Billing.Commands;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Processes;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>
/// Errors of a proxy that refuses a connection contain neither the password in HTTPS_PROXY nor the control characters
/// of the proxy. A process reads the variable only once, so each test runs the module in a separate process.
/// </summary>
public sealed class ProxyErrorTests
{
    private const string Host = "billing.viam.test";
    private const string Password = "hunter2-of-the-proxy";
    private const string Escape = "\u001b]0;owned\u0007";

    /// <summary>Writes all text that can be displayed of the errors.</summary>
    private const string ShowErrors =
        "function Show($item, $depth) { if ($null -eq $item) { return }; \"$item\"; "
        + "foreach ($property in $item.PSObject.Properties) { "
        + "\"$($property.Name): $($property.Value)\"; if ($depth -gt 0 -and $property.Value -is [Exception]) "
        + "{ Show $property.Value ($depth - 1) } } }; "
        + "foreach ($problem in $Error) { Show $problem 4; $problem.Exception.ToString(); "
        + "\"$($problem.CategoryInfo)\" };";

    private static readonly string[] s_refusals =
    [
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"" + Escape + "\"",
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 0",
        $"HTTP/1.1 403 {Escape}",
        $"HTTP/1.1 403 Forbidden\r\n{Escape}: {Password}",
        $"{Escape} http://someone:{Password}@{Host} refuses",
        $"HTTP/1.1 4{Escape}3 Forbidden",
    ];

    /// <summary>One process for all, each with a different host.</summary>
    [Fact]
    public async Task ErrorsOfRefusedTunnelsContainNoPasswordOrControlCharacters()
    {
        const string End = "---- end";
        await using var proxy = new ConnectProxy(
            targetPort: 0,
            request => s_refusals[int.Parse(request["CONNECT ".Length..].Split('.')[0], CultureInfo.InvariantCulture)]
        );

        var output = await RunAsync(
            proxy,
            string.Concat(
                s_refusals.Select(
                    (_, i) =>
                        $"try {{ {Connect($"{i}.{Host}")} }} catch {{ $_ }}; {ShowErrors} $Error.Clear(); '{End}'; "
                )
            )
        );

        Assert.Equal(s_refusals.Length, proxy.Requests.Distinct().Count());
        var parts = output.Split(End)[..^1];
        Assert.Equal(s_refusals.Length, parts.Length);
        Assert.All(
            parts,
            part => Assert.Contains(",Viam.Billing.Commands.ConnectViamBillingCommand", part, StringComparison.Ordinal)
        );
        AssertClean(output);
    }

    [Fact]
    public async Task LedgerEntryOfChargeBlockedByProxyContainsNoPassword()
    {
        await using var server = await TestServer.StartAsync(certificate: TestAuthority.Issue(Host));
        await using var proxy = new ConnectProxy(server.Address.Port);
        server.Faults.Before = context =>
        {
            if (context.Method.EndsWith("/GetInvoicesSummary", StringComparison.Ordinal))
            {
                // The server closes the connection after this response, and the proxy refuses to open another one.
                proxy.Refuse($"HTTP/1.1 407 Proxy Authentication Required\r\nX: {Escape}");
                context
                    .GetHttpContext()
                    .Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>()
                    .RequestClose();
            }
            return Task.CompletedTask;
        };
        using var folder = new TemporaryFolder();
        var ledger = folder.GetPath("charges.ledger");

        var output = await RunAsync(
            proxy,
            Connect(Host)
                + $"New-ViamCharge {SandboxOrganizations.Acme} 12.50 -Reference a -LedgerPath '{ledger}' "
                + "-Confirm:$false; "
                + ShowErrors
                + $"Show (Get-ViamChargeLedger '{ledger}') 1;"
        );

        Assert.Contains("proxy", output, StringComparison.Ordinal);
        AssertClean(output);
        var lines = await File.ReadAllTextAsync(ledger, TestContext.Current.CancellationToken);
        Assert.Contains("407", lines, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, lines, StringComparison.Ordinal);
        Assert.Equal(0, server.Faults.Count("ChargeOrganization"));
    }

    private static string Connect(string host) =>
        $"Connect-ViamBilling -Uri https://{host} -ApiKeyId {SandboxKeys.OwnerId} -ApiKey "
        + $"{SandboxKeys.OwnerKey} -TimeoutSec 5 -Verbose -Debug; ";

    private static async Task<string> RunAsync(ConnectProxy proxy, string script)
    {
        var run = await PowerShellProcess.RunAsync(
            ["-Command", $"Import-Module '{BuiltModule.Manifest}'; try {{ {script} }} catch {{ $_; {ShowErrors} }}"],
            TimeSpan.FromMinutes(3),
            (
                "HTTPS_PROXY",
                $"http://someone:{Password}@127.0.0.1:{proxy.Address.Port.ToString(CultureInfo.InvariantCulture)}"
            ),
            ("https_proxy", null),
            ("all_proxy", null),
            ("ALL_PROXY", null),
            ("no_proxy", null),
            ("NO_PROXY", null),
            ("SSL_CERT_FILE", TestAuthority.RootFile),
            ("NO_COLOR", "1")
        );
        return run.Output + run.Error;
    }

    private static void AssertClean(string output)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"someone:{Password}"));
        Assert.DoesNotContain(Password, output, StringComparison.Ordinal);
        Assert.DoesNotContain(basic, output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b]", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u0007", output, StringComparison.Ordinal);
    }
}
