using Viam.Billing.Contract.Rpc;
using Viam.Billing.Files;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>The service goes away, and comes back at the same address.</summary>
public sealed class RestartTests : FaultTest
{
    private static readonly string s_connect =
        $"Connect-ViamBilling -ApiKeyId {SandboxKeys.OwnerId} -ApiKey {SandboxKeys.OwnerKey} -OrganizationId {Acme} -TimeoutSec 20";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ASessionOutlivesItsServer(bool tokenIsStillGood)
    {
        Connect(Patient);
        AssertTheSessionWorks();

        await RestartAsync(tokenIsStillGood);

        AssertTheSessionWorks();
        Assert.Equal(tokenIsStillGood ? 0 : 1, Sent("Authenticate"));
    }

    [Fact]
    public async Task WhileTheServerIsAwayIsOneErrorEach()
    {
        Connect(Patient);
        var port = await StopAsync();

        AssertOneError(Moment.Invoices, BillingError.ConnectionRefused);
        AssertOneError(Moment.Pdf, BillingError.ConnectionRefused);

        await StartAsync(port, Server.World);
        AssertTheSessionWorks();
    }

    [Theory]
    [InlineData(Moment.Invoices)]
    [InlineData(Moment.Pdf)]
    public async Task ACallThatARestartBefallsIsSentAgain(Moment moment)
    {
        await using var relay = new Relay(Server);
        Connect(Patient, relay.Address);
        // The port stays open meanwhile, so that how long the restart takes does not matter.
        await using var next = await TestServer.StartAsync(Server.World);
        At(moment, Server, context =>
        {
            relay.Divert(next.Address.Port);
            return context.HangAsync();
        });

        AssertTheSessionWorks();

        var rpc = moment is Moment.Invoices ? "GetInvoicesSummary" : "GetInvoicePdf";
        Assert.Equal((1, 1), (Sent(rpc), next.Faults.Count(rpc)));
    }

    [Fact]
    public async Task APdfThatARestartBefallsLeavesNoFile()
    {
        Connect(Patient);
        var stopped = Task.FromResult(0);
        At(Moment.PdfUnderWay, Server, context =>
        {
            stopped = StopAsync();
            return context.HangAsync();
        });

        AssertOneError(Moment.PdfUnderWay, BillingError.ServiceUnavailable);

        await StartAsync(await stopped, Server.World);
        AssertTheSessionWorks();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ARestartBetweenTwoPdfsIsNotSeen(bool tokenIsStillGood)
    {
        Connect(Patient);
        var begun = 0;
        // Runs in the pipeline, where what comes before an invoice is done.
        Func<string, bool> restart = _ =>
        {
            if (++begun != 3) return false;
            Assert.True(SpinWait.SpinUntil(() => Folder.Names.Count(name => name.EndsWith(".pdf", StringComparison.Ordinal)) == 2, TimeSpan.FromSeconds(10)));
            RestartAsync(tokenIsStillGood).GetAwaiter().GetResult();
            return true;
        };

        var files = Get<FileInfo>(
            "Get-ViamInvoice -Latest 4 | ForEach-Object { $null = $restart.Invoke($_.InvoiceId); $_ } | Save-ViamInvoicePdf -Path $folder -PassThru", ("restart", restart));

        Assert.Equal(4, begun);
        Assert.Equal(files.Select(file => file.Name).Order(), Folder.Names.Order());
        Assert.Equal(4, files.Count);
        Assert.All(files, file => Assert.Equal("%PDF-"u8.ToArray(), File.ReadAllBytes(file.FullName)[..5]));
        // Of the new server.
        Assert.Equal(tokenIsStillGood ? 0 : 1, Sent("Authenticate"));
        Assert.InRange(Sent("GetInvoicePdf"), 2, 4);
    }

    [Fact]
    public async Task AServerThatIsNotThereAtConnectMayBeThereAtTheNext()
    {
        var port = await StopAsync();
        var connect = $"{s_connect} -Uri http://localhost:{port}";

        AssertError(Run(connect).OnlyError, "ConnectionRefused", CategoryOf(BillingError.ConnectionRefused), null);
        Assert.Null(DefaultSession.Current);

        await StartAsync(port, Server.World);
        Succeed(connect);
        AssertTheSessionWorks();
    }

    [Theory]
    [InlineData(SandboxKeys.OwnerKey)]
    [InlineData("another-key")]
    public async Task AnotherHostNeverSeesTheTokenOfTheSessionBefore(string key)
    {
        await using var other = await TestServer.StartAsync();
        Connect(Patient);
        AssertTheSessionWorks();
        var run = Run($"Connect-ViamBilling -Uri {other.Address} -ApiKeyId {SandboxKeys.OwnerId} -ApiKey {key} -OrganizationId {Acme}");
        AssertTheSessionWorks();

        Assert.Equal(key == SandboxKeys.OwnerKey ? 0 : 1, run.Errors.Count);
        Assert.Empty(Assert.Single(other.Faults.CallsOf("Authenticate")).HeaderValues("authorization"));
        Assert.NotEmpty(TokensAt(Server));
        Assert.Equal(run.Errors.Count == 0, TokensAt(other).Any());
        Assert.Empty(TokensAt(Server).Intersect(TokensAt(other)));
        Assert.Equal(1, Sent("Authenticate"));
    }

    private static string[] TokensAt(TestServer server) => [.. server.Faults.Seen.SelectMany(call => call.HeaderValues("authorization")).Distinct()];

    private async Task RestartAsync(bool tokenIsStillGood) =>
        await StartAsync(await StopAsync(), tokenIsStillGood ? Server.World : new SandboxState());

    /// <returns>The port that is free now.</returns>
    private async Task<int> StopAsync()
    {
        await Server.DisposeAsync();
        return Server.Address.Port;
    }

    private async Task StartAsync(int port, SandboxState state) => Server = await TestServer.StartAsync(state, port: port);
}
