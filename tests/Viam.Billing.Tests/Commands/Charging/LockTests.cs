using Viam.Billing.Charging.Ledger;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>A ledger between processes.</summary>
public sealed class LockTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private TestServer _server = null!;

    private string Ledger => _folder.PathOf("charges.ledger");

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task WhileOneProcessHoldsItAnotherChargesNothing()
    {
        using (ChargeLedger.Open(Ledger)) Assert.Equal("LedgerNotOpened", await RunAsync());
        Assert.Empty(_server.World.Charges);

        var invoiceId = await RunAsync();

        Assert.Equal(Assert.Single(_server.World.Charges).InvoiceId, invoiceId);
    }

    /// <summary>A setting of .NET takes its locks away without a word, and some file systems have none.</summary>
    [Fact]
    public async Task WhereNothingKeepsOthersOutNothingIsCharged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps others out whatever is set.");

        Assert.Equal("LedgerNotOpened", await RunAsync(("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1")));
        Assert.Empty(_server.World.Charges);
    }

    /// <returns>The invoice of the one row, or the id of the error that it ended with.</returns>
    private async Task<string> RunAsync(params (string Name, string Value)[] environment)
    {
        var rows = _folder.PathOf("rows.csv");
        await File.WriteAllTextAsync(rows, $"{SandboxOrganizations.Acme},10.00,0,a,a");
        await using var process = BatchProcess.StartDriver(_server, rows, Ledger, patience: 20, environment: environment);
        await process.WaitAsync();
        return Assert.Single(process.Told).Detail;
    }
}
