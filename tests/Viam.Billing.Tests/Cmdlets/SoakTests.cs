using System.Diagnostics;
using System.Globalization;
using Viam.Billing.Sandbox;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Cmdlets;

/// <summary>Very many calls of all kinds, one after the other: what they take is given back. VIAM_BILLING_SOAK is how many.</summary>
public sealed class SoakTests : CmdletTest
{
    /// <summary>Less than the smallest object that a call could leave behind: 24 bytes, and 8 for what refers to it.</summary>
    private const int BytesACall = 30;

    /// <summary>What comes and goes by itself: buffers that are kept for the next call, caches of the engine.</summary>
    private const long Slack = 512 * 1024;

    private const int FilesAtMost = 8;
    private const int ThreadsAtMost = 16;

    /// <summary>One round of everything, some 100 calls. Nearly all go over one session that lasts, which is where they could leave something.</summary>
    private const string Round = """
        $null = foreach ($i in 1..40) { Get-ViamOutstandingBalance $acme }
        $null = foreach ($i in 1..10) { Get-ViamInvoice $acme -Latest 2; Get-ViamCurrentMonthUsage $acme -ByResource }
        $null = foreach ($i in 1..3) { $ids | Get-ViamOutstandingBalance -ThrottleLimit 4 }
        $null = foreach ($i in 1..9) { Get-ViamOutstandingBalance $nobody -ErrorAction SilentlyContinue }
        do { $ids | Get-ViamInvoice -ThrottleLimit 2 | ForEach-Object { break } } while ($false)
        $null = Get-ViamOrganization; Get-ViamBillingTier; Get-ViamLocation $acme
        Get-ViamInvoice $acme -Latest 4 | Save-ViamInvoicePdf -LiteralPath $folder -Force
        Connect-ViamBilling @connect
        Disconnect-ViamBilling
        $Error.Clear()
        """;

    private static readonly int s_calls = int.Parse(Environment.GetEnvironmentVariable("VIAM_BILLING_SOAK") ?? "8000", CultureInfo.InvariantCulture);

    [Fact]
    public void WhatCallsTakeIsGivenBack()
    {
        using var folder = new TemporaryFolder();
        var variables = Engine.Runspace.SessionStateProxy;
        variables.SetVariable("folder", folder.FullName);
        variables.SetVariable("ids", Owned);
        variables.SetVariable("acme", SandboxOrganizations.Acme);
        variables.SetVariable("nobody", Nobody);
        Succeed($"$connect = @{{ Uri = '{Server.Address}'; ApiKeyId = '{SandboxKeys.BillingAdminId}'; ApiKey = '{SandboxKeys.BillingAdminKey}' }}");
        Succeed("$session = Connect-ViamBilling @connect -PassThru; $PSDefaultParameterValues = @{ 'Get-Viam*:Session' = $session; 'Save-Viam*:Session' = $session }");
        Server.Faults.KeepsRecord = false;
        var calls = 0;
        Server.Faults.Before = _ =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        };

        var begun = Stopwatch.StartNew();
        var taken = new List<Taken>();
        foreach (var part in new[] { 0, 1, 2, 4 })
        {
            while (calls < s_calls / 4 * part) Assert.Empty(Run(Round).Errors);
            taken.Add(Taken.Now(calls, begun.Elapsed));
        }

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(Environment.NewLine, taken));
        var (quarter, end) = (taken[1], taken[^1]);
        Assert.InRange(end.Bytes - quarter.Bytes, long.MinValue, ((end.Calls - quarter.Calls) * BytesACall) + Slack);
        Assert.InRange(end.Files - quarter.Files, int.MinValue, FilesAtMost);
        Assert.InRange(end.Threads - quarter.Threads, int.MinValue, ThreadsAtMost);
        Assert.InRange(Server.OpenConnectionCount, 1, 2);
        Assert.Empty(Directory.GetFiles(folder.FullName, "*.tmp"));
    }

    private sealed record Taken(int Calls, TimeSpan After, long Bytes, int Files, int Threads)
    {
        public static Taken Now(int calls, TimeSpan after)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var process = Process.GetCurrentProcess();
            var files = OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : process.HandleCount;
            return new Taken(calls, after, GC.GetTotalMemory(forceFullCollection: true), files, process.Threads.Count);
        }
    }
}
