using Viam.Billing.Sandbox;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Host;

/// <summary>The program for a machine without pwsh.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task TheTourShowsEachCommandBeforeItsTable()
    {
        var run = await HostProcess.RunAsync([]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lines = run.Output.Split('\n', StringSplitOptions.TrimEntries);
        var connect = Array.FindIndex(lines, line => line.StartsWith("PS> Connect-ViamBilling -Sandbox", StringComparison.Ordinal));
        var organizations = Array.IndexOf(lines, "PS> Get-ViamOrganization");
        var acme = Array.FindIndex(lines, line => line.StartsWith($"Acme Robotics                {SandboxOrganizations.Acme}", StringComparison.Ordinal));
        var invoices = Array.FindIndex(lines, line => line.StartsWith("InvoiceId                            InvoiceDate       Amount Status", StringComparison.Ordinal));
        Assert.True(connect >= 0 && connect < organizations && organizations < acme && acme < invoices, run.Output);
        Assert.Contains("payment_processing", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("Get-Item /does-not-exist; 'fine'", 0)]
    [InlineData("throw 'no'", 1)]
    [InlineData("Get-ViamInvoice", 1)]
    [InlineData("exit 7", 7)]
    public async Task ACommandsExitCodeIsThatOfPwsh(string command, int expected)
    {
        var run = await HostProcess.RunAsync(["-Command", command]);

        Assert.True(run.ExitCode == expected, $"{run.ExitCode}: {run.Output}{run.Error}");
    }

    [Fact]
    public async Task AnErrorIsToldOnceWithWhatToDo()
    {
        var run = await HostProcess.RunAsync(["-Command", "Get-ViamInvoice"]);

        Assert.Equal(1, run.Error.Split("There is no Viam billing session.").Length - 1);
        Assert.Contains("Run Connect-ViamBilling first", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task AScriptGetsItsArgumentsAndItsExitCodeComesBack()
    {
        var script = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.ps1");
        await File.WriteAllTextAsync(
            script, "param($Name) Connect-ViamBilling -Sandbox; (Get-ViamOrganization $Name).OrganizationId; exit 4", TestContext.Current.CancellationToken);
        try
        {
            var run = await HostProcess.RunAsync(["-File", script, "Fern*"]);

            Assert.Equal((4, SandboxOrganizations.Fernhill + "\n"), (run.ExitCode, run.Output.ReplaceLineEndings("\n")));
        }
        finally
        {
            File.Delete(script);
        }
    }

    [Fact]
    public async Task AnUnknownOptionIsRefusedWithUsage()
    {
        var run = await HostProcess.RunAsync(["-Bogus"]);

        Assert.Equal(64, run.ExitCode);
        Assert.Contains("-Command", run.Error, StringComparison.Ordinal);
    }
}
