using Viam.Billing.Charging.Ledger;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Locking of the charge ledger between processes.</summary>
public sealed class LedgerLockTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private TestServer _server = null!;

    private string Ledger => _folder.GetPath("charges.ledger");

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task ProcessChargesNothingWhileAnotherProcessLocksLedger()
    {
        using (ChargeLedger.Open(Ledger))
        {
            Assert.Equal("LedgerNotOpened", await RunAsync());
        }

        Assert.Empty(_server.State.Charges);

        var invoiceId = await RunAsync();

        Assert.Equal(Assert.Single(_server.State.Charges).InvoiceId, invoiceId);
    }

    /// <summary>A .NET setting silently disables file locks, and some file systems don't support them.</summary>
    [Fact]
    public async Task NothingIsChargedWhenFileLockingIsDisabled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps others out whatever is set.");

        Assert.Equal("LedgerNotOpened", await RunAsync(("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1")));
        Assert.Empty(_server.State.Charges);
    }

    /// <returns>The invoice ID of the only item, or the error ID if it failed.</returns>
    private async Task<string> RunAsync(params (string Name, string Value)[] environment)
    {
        var rows = _folder.GetPath("rows.csv");
        await File.WriteAllTextAsync(rows, $"{SandboxOrganizations.Acme},10.00,0,a,a");
        await using var process = BatchProcess.StartDriver(
            _server,
            rows,
            Ledger,
            timeout: 20,
            environment: environment
        );
        await process.WaitAsync();
        return Assert.Single(process.Results).Detail;
    }
}
