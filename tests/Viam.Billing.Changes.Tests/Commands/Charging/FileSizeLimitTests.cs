using System.Diagnostics;
using Grpc.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// A process with a limited file size, as with ulimit -f. If the signal SIGXFSZ is ignored, the kernel returns EFBIG,
/// and .NET throws an exception that isn't an IOException.
/// </summary>
public sealed class FileSizeLimitTests : IAsyncLifetime
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
    public async Task ChargeWhoseOutcomeCannotBeWrittenIsReportedWithItsInvoice()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux sets the limits of another process.");
        await using var process = Start(
            timeout: 20,
            (SandboxOrganizations.Acme, "a"),
            (SandboxOrganizations.Acme, "b")
        );
        _server.Faults.On(
            "ChargeOrganization",
            _ =>
            {
                // The intent is written. After that, only ten bytes fit.
                ResourceLimit.LimitFileSize(process.Id, new FileInfo(Ledger).Length + 10);
                return Task.CompletedTask;
            }
        );

        await process.WaitAsync();

        var charge = Assert.Single(_server.State.Charges);
        Assert.Equal(
            [
                ("charged", "a", charge.InvoiceId),
                ("error", "a", "LedgerNotWritten"),
                ("error", "b", "LedgerNotWritten"),
            ],
            process.Results.OrderBy(told => told.Reference).ThenBy(told => told.What)
        );
    }

    [Fact]
    public async Task ChargeWhoseResponseIsLostAsWellIsReportedAsUnknown()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux sets the limits of another process.");
        await using var process = Start(
            timeout: 8,
            (SandboxOrganizations.Acme, "a"),
            (SandboxOrganizations.Cascade, "b")
        );
        var charges = 0;
        _server.Faults.Before = context =>
        {
            if (context.IsOf("ChargeOrganization") && Interlocked.Increment(ref charges) == 1)
            {
                ResourceLimit.LimitFileSize(process.Id, new FileInfo(Ledger).Length + 10);
                throw new RpcException(new Status(StatusCode.Internal, ""));
            }
            return Task.CompletedTask;
        };

        await process.WaitAsync();

        // Either of the organizations can be the first. Nothing is sent to the other one.
        var told = process.Results.GroupBy(told => told.Reference).ToDictionary(row => row.Key, row => row.ToList());
        var (first, other) = told["a"].Count == 2 ? ("a", "b") : ("b", "a");
        Assert.Equal(
            [("error", first, "ChargeOutcomeUnknown"), ("error", first, "LedgerNotWritten")],
            told[first].OrderBy(result => result.Detail)
        );
        Assert.Equal([("error", other, "LedgerNotWritten")], told[other]);
        Assert.Equal(1, charges);
        Assert.Empty(_server.State.Charges);
    }

    private BatchProcess Start(int timeout, params (string Organization, string Reference)[] rows)
    {
        var file = _folder.GetPath("rows.csv");
        File.WriteAllLines(file, rows.Select(row => $"{row.Organization},10.00,0,a,{row.Reference}"));
        ResourceLimit.IgnoreFileSizeSignal();
        // By default, .NET writes code to memory that the kernel treats as a large file.
        return BatchProcess.StartDriver(
            _server,
            file,
            Ledger,
            timeout,
            throttleLimit: 1,
            environment: ("DOTNET_EnableWriteXorExecute", "0")
        );
    }
}
