using Viam.Billing.Contract.Rpc;
using Viam.Billing.Files;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>The service stops and starts again at the same address.</summary>
public sealed class RestartTests : FaultTest
{
    private static readonly string s_connect =
        $"Connect-ViamBilling -ApiKeyId {SandboxKeys.OwnerId} -ApiKey {SandboxKeys.OwnerKey} "
        + $"-OrganizationId {Acme} -TimeoutSec 20";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SessionRemainsUsableAfterServerRestart(bool isTokenStillValid)
    {
        Connect(LongTimeoutParameters);
        AssertSessionIsUsable();

        await RestartAsync(isTokenStillValid);

        AssertSessionIsUsable();
        Assert.Equal(isTokenStillValid ? 0 : 1, CountRequests("Authenticate"));
    }

    [Fact]
    public async Task EachRequestToStoppedServerWritesOneError()
    {
        Connect(LongTimeoutParameters);
        var port = await StopAsync();

        AssertOneError(FaultPoint.Invoices, BillingError.ConnectionRefused);
        AssertOneError(FaultPoint.Pdf, BillingError.ConnectionRefused);

        await StartAsync(port, Server.State);
        AssertSessionIsUsable();
    }

    [Theory]
    [InlineData(FaultPoint.Invoices)]
    [InlineData(FaultPoint.Pdf)]
    public async Task RequestInterruptedByRestartIsRetried(FaultPoint moment)
    {
        await using var relay = new Relay(Server);
        Connect(LongTimeoutParameters, relay.Address);
        // The port stays open, so that the duration of the restart doesn't matter.
        await using var next = await TestServer.StartAsync(Server.State);
        At(
            moment,
            Server,
            context =>
            {
                relay.RedirectTo(next.Address.Port);
                return context.HangAsync();
            }
        );

        AssertSessionIsUsable();

        var rpc = moment is FaultPoint.Invoices ? "GetInvoicesSummary" : "GetInvoicePdf";
        Assert.Equal((1, 1), (CountRequests(rpc), next.Faults.Count(rpc)));
    }

    [Fact]
    public async Task PdfDownloadInterruptedByRestartLeavesNoFile()
    {
        Connect(LongTimeoutParameters);
        var stopped = Task.FromResult(0);
        At(
            FaultPoint.PdfInProgress,
            Server,
            context =>
            {
                stopped = StopAsync();
                return context.HangAsync();
            }
        );

        AssertOneError(FaultPoint.PdfInProgress, BillingError.ServiceUnavailable);

        await StartAsync(await stopped, Server.State);
        AssertSessionIsUsable();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RestartBetweenPdfDownloadsCausesNoError(bool isTokenStillValid)
    {
        Connect(LongTimeoutParameters);
        var begun = 0;
        // Runs in the pipeline after the previous invoices have been processed.
        Func<string, bool> restart = _ =>
        {
            if (++begun != 3)
            {
                return false;
            }

            Assert.True(
                SpinWait.SpinUntil(
                    () => Folder.Names.Count(name => name.EndsWith(".pdf", StringComparison.Ordinal)) == 2,
                    TimeSpan.FromSeconds(10)
                )
            );
            RestartAsync(isTokenStillValid).GetAwaiter().GetResult();
            return true;
        };

        var files = Get<FileInfo>(
            "Get-ViamInvoice -Latest 4 | ForEach-Object { $null = $restart.Invoke($_.InvoiceId); $_ } "
                + "| Save-ViamInvoicePdf -Path $folder -PassThru",
            ("restart", restart)
        );

        Assert.Equal(4, begun);
        Assert.Equal(files.Select(file => file.Name).Order(), Folder.Names.Order());
        Assert.Equal(4, files.Count);
        Assert.All(files, file => Assert.Equal("%PDF-"u8.ToArray(), File.ReadAllBytes(file.FullName)[..5]));
        // Counted by the new server.
        Assert.Equal(isTokenStillValid ? 0 : 1, CountRequests("Authenticate"));
        Assert.InRange(CountRequests("GetInvoicePdf"), 2, 4);
    }

    [Fact]
    public async Task ConnectSucceedsAfterServerIsStarted()
    {
        var port = await StopAsync();
        var connect = $"{s_connect} -Uri http://localhost:{port}";

        AssertError(Run(connect).OnlyError, "ConnectionRefused", CategoryOf(BillingError.ConnectionRefused), null);
        Assert.Null(DefaultSession.Current);

        await StartAsync(port, Server.State);
        RunSuccessfully(connect);
        AssertSessionIsUsable();
    }

    [Theory]
    [InlineData(SandboxKeys.OwnerKey)]
    [InlineData("another-key")]
    public async Task TokenOfEarlierSessionIsNotSentToAnotherHost(string key)
    {
        await using var other = await TestServer.StartAsync();
        Connect(LongTimeoutParameters);
        AssertSessionIsUsable();
        var run = Run(
            $"Connect-ViamBilling -Uri {other.Address} -ApiKeyId {SandboxKeys.OwnerId} -ApiKey {key} "
                + $"-OrganizationId {Acme}"
        );
        AssertSessionIsUsable();

        Assert.Equal(key == SandboxKeys.OwnerKey ? 0 : 1, run.Errors.Count);
        Assert.Empty(Assert.Single(other.Faults.CallsOf("Authenticate")).HeaderValues("authorization"));
        Assert.NotEmpty(TokensAt(Server));
        Assert.Equal(run.Errors.Count == 0, TokensAt(other).Any());
        Assert.Empty(TokensAt(Server).Intersect(TokensAt(other)));
        Assert.Equal(1, CountRequests("Authenticate"));
    }

    private static string[] TokensAt(TestServer server) =>
        [.. server.Faults.RecordedCalls.SelectMany(call => call.HeaderValues("authorization")).Distinct()];

    private async Task RestartAsync(bool isTokenStillValid) =>
        await StartAsync(await StopAsync(), isTokenStillValid ? Server.State : new SandboxState());

    /// <returns>The port, which is now free.</returns>
    private async Task<int> StopAsync()
    {
        await Server.DisposeAsync();
        return Server.Address.Port;
    }

    private async Task StartAsync(int port, SandboxState state) =>
        Server = await TestServer.StartAsync(state, port: port);
}
