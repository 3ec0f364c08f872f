using System.Globalization;
using Viam.Billing.Files;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Processes;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>
/// Very many calls of all kinds, one after the other: what they take is given back. They are made in a process of their own, where nothing else takes or gives
/// back. VIAM_BILLING_SOAK is how many.
/// </summary>
public sealed class SoakTests
{
    /// <summary>A quarter of the least that a call could leave behind: an object of 24 bytes, and 8 for what refers to it.</summary>
    private const int BytesACall = 8;

    /// <summary>What comes and goes by itself: buffers that are kept for the next call, caches of the engine.</summary>
    private const long Slack = 256 * 1024;

    /// <summary>A little fewer than the server gets of each round.</summary>
    private const int CallsOfARound = 95;

    private const int FilesAtMost = 4;
    private const int ThreadsAtMost = 8;

    /// <summary>An id of the right form that is nobody's.</summary>
    private const string Nobody = "00000000-0000-4000-8000-000000000000";

    /// <summary>
    /// Rounds of everything, some 100 calls each, until the server has got as many as asked for. Nearly all go over one session that lasts, which is where they could
    /// leave something. Before the first round, and after each quarter, a line tells what is taken: bytes on the heap, open files, threads.
    /// </summary>
    private const string Script = """
        param($Module, $Uri, $KeyId, $Key, $Folder, $Rounds, $Owned, $Acme, $Nobody)
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
                $files = [OperatingSystem]::IsLinux() ? [IO.Directory]::GetFileSystemEntries('/proc/self/fd').Length : $process.HandleCount
                "$([GC]::GetTotalMemory($true)) $files $($process.Threads.Count)"
                $process.Dispose()
            }
            $null = foreach ($i in 1..40) { Get-ViamOutstandingBalance $Acme }
            $null = foreach ($i in 1..10) { Get-ViamInvoice $Acme -Latest 2; Get-ViamCurrentMonthUsage $Acme -ByResource }
            $null = foreach ($i in 1..3) { $ids | Get-ViamOutstandingBalance -ThrottleLimit 4 }
            $null = foreach ($i in 1..9) { Get-ViamOutstandingBalance $Nobody -ErrorAction SilentlyContinue }
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

    private static readonly int s_calls = TestSettings.Read("VIAM_BILLING_SOAK", 5000);

    [Fact]
    public async Task WhatCallsTakeIsGivenBack()
    {
        using var folder = new TemporaryFolder();
        var (script, files) = (folder.PathOf("soak.ps1"), Directory.CreateDirectory(folder.PathOf("files")));
        await File.WriteAllTextAsync(script, Script, TestContext.Current.CancellationToken);
        await using var server = await TestServer.StartAsync();
        server.Faults.KeepsRecord = false;
        var calls = 0;
        server.Faults.Before = _ =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        };

        // A multiple of four.
        var rounds = (s_calls + (CallsOfARound * 4) - 1) / (CallsOfARound * 4) * 4;
        var run = await PowerShellProcess.RunAsync(
            [
                "-File", script, BuiltModule.Manifest, server.Address.ToString(), SandboxKeys.BillingAdminId, SandboxKeys.BillingAdminKey, files.FullName, $"{rounds}",
                string.Join(',', SandboxOrganizations.OfOwner), SandboxOrganizations.Acme, Nobody,
            ],
            TimeSpan.FromSeconds(60 + (s_calls / 200)));

        TestContext.Current.TestOutputHelper!.WriteLine($"{calls} calls{Environment.NewLine}{run.Output}");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.InRange(calls, s_calls, int.MaxValue);
        var taken = Array.ConvertAll(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Taken.Parse);
        Assert.Equal(5, taken.Length);
        var (quarter, end) = (taken[1], taken[4]);
        Assert.InRange(end.Bytes - quarter.Bytes, long.MinValue, (calls * 3L / 4 * BytesACall) + Slack);
        Assert.InRange(end.Files - quarter.Files, int.MinValue, FilesAtMost);
        Assert.InRange(end.Threads - quarter.Threads, int.MinValue, ThreadsAtMost);
        Assert.Empty(Directory.GetFiles(files.FullName, "*.tmp"));
    }

    private sealed record Taken(long Bytes, int Files, int Threads)
    {
        public static Taken Parse(string line)
        {
            var parts = line.Split(' ');
            return new Taken(long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
        }
    }
}
