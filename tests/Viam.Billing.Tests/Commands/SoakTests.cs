using System.Globalization;
using Viam.Billing.Files;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Processes;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>
/// Sends very many requests of all kinds from a separate process, and verifies that resources are released.
/// VIAM_BILLING_SOAK sets the number of requests.
/// </summary>
public sealed class SoakTests
{
    /// <summary>A quarter of the smallest possible leak: an object of 24 bytes and a reference of 8 bytes.</summary>
    private const int MaxBytesPerCall = 8;

    /// <summary>Normal fluctuation: pooled buffers and engine caches.</summary>
    private const long Slack = 256 * 1024;

    /// <summary>Slightly fewer than the requests that the server receives per round.</summary>
    private const int CallsPerRound = 95;

    private const int MaxAdditionalFiles = 4;
    private const int MaxAdditionalThreads = 8;

    /// <summary>A valid organization ID that doesn't exist.</summary>
    private const string UnknownOrganizationId = "00000000-0000-4000-8000-000000000000";

    /// <summary>
    /// Rounds of about 100 requests each. Nearly all use one long-lived session, in which leaks would accumulate.
    /// Before the first round and after each quarter, prints the heap bytes, open files, and threads.
    /// </summary>
    private const string Script = """
        param($Module, $Uri, $KeyId, $Key, $Folder, $Rounds, $Owned, $Acme, $UnknownOrganizationId)
        $ErrorActionPreference = 'Stop'
        Import-Module $Module
        $connect = @{ Uri = $Uri; ApiKeyId = $KeyId; ApiKey = $Key }
        $session = Connect-ViamBilling @connect -PassThru
        $PSDefaultParameterValues = @{ 'Get-Viam*:Session' = $session; 'Save-Viam*:Session' = $session }
        $ids = $Owned -split ','
        foreach ($round in 0..$Rounds) {
            if ($round * 4 % $Rounds -eq 0) {
                [GC]::Collect()
                [GC]::WaitForPendingFinalizers()
                $process = [Diagnostics.Process]::GetCurrentProcess()
                $files = [OperatingSystem]::IsLinux() ?
                    [IO.Directory]::GetFileSystemEntries('/proc/self/fd').Length : $process.HandleCount
                "$([GC]::GetTotalMemory($true)) $files $($process.Threads.Count)"
                $process.Dispose()
            }
            $null = foreach ($i in 1..40) { Get-ViamOutstandingBalance $Acme }
            $null = foreach ($i in 1..10) {
                Get-ViamInvoice $Acme -Latest 2
                Get-ViamCurrentMonthUsage $Acme -ByResource
            }
            $null = foreach ($i in 1..3) { $ids | Get-ViamOutstandingBalance -ThrottleLimit 4 }
            $null = foreach ($i in 1..9) {
                Get-ViamOutstandingBalance $UnknownOrganizationId -ErrorAction SilentlyContinue
            }
            do { $ids | Get-ViamInvoice -ThrottleLimit 2 | ForEach-Object { break } } while ($false)
            $null = Get-ViamOrganization
            $null = Get-ViamBillingTier
            $null = Get-ViamLocation $Acme
            $null = Get-ViamInvoice $Acme -Latest 4 | Save-ViamInvoicePdf -LiteralPath $Folder -Force
            Connect-ViamBilling @connect
            Disconnect-ViamBilling
            $Error.Clear()
        }
        """;

    private static readonly int s_calls = TestSettings.Read("VIAM_BILLING_SOAK", 20_000);

    [Fact]
    public async Task RequestsDoNotLeakMemoryFilesOrThreads()
    {
        using var folder = new TemporaryFolder();
        var (script, files) = (folder.GetPath("soak.ps1"), Directory.CreateDirectory(folder.GetPath("files")));
        await File.WriteAllTextAsync(script, Script, TestContext.Current.CancellationToken);
        await using var server = await TestServer.StartAsync();
        server.Faults.RecordsCalls = false;
        var calls = 0;
        server.Faults.Before = _ =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        };

        // Rounded up to a multiple of four.
        var rounds = (s_calls + (CallsPerRound * 4) - 1) / (CallsPerRound * 4) * 4;
        var run = await PowerShellProcess.RunAsync(
            [
                "-File",
                script,
                BuiltModule.Manifest,
                server.Address.ToString(),
                SandboxKeys.BillingAdminId,
                SandboxKeys.BillingAdminKey,
                files.FullName,
                $"{rounds}",
                string.Join(',', SandboxOrganizations.OfOwner),
                SandboxOrganizations.Acme,
                UnknownOrganizationId,
            ],
            TimeSpan.FromSeconds(60 + (s_calls / 200))
        );

        TestContext.Current.TestOutputHelper!.WriteLine($"{calls} calls{Environment.NewLine}{run.Output}");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.InRange(calls, s_calls, int.MaxValue);
        var taken = Array.ConvertAll(
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            ResourceUsage.Parse
        );
        Assert.Equal(5, taken.Length);
        var (quarter, end) = (taken[1], taken[4]);
        Assert.InRange(end.Bytes - quarter.Bytes, long.MinValue, (calls * 3L / 4 * MaxBytesPerCall) + Slack);
        Assert.InRange(end.Files - quarter.Files, int.MinValue, MaxAdditionalFiles);
        Assert.InRange(end.Threads - quarter.Threads, int.MinValue, MaxAdditionalThreads);
        Assert.Empty(Directory.GetFiles(files.FullName, "*.tmp"));
    }

    private sealed record ResourceUsage(long Bytes, int Files, int Threads)
    {
        public static ResourceUsage Parse(string line)
        {
            var parts = line.Split(' ');
            return new ResourceUsage(
                long.Parse(parts[0], CultureInfo.InvariantCulture),
                int.Parse(parts[1], CultureInfo.InvariantCulture),
                int.Parse(parts[2], CultureInfo.InvariantCulture)
            );
        }
    }
}
