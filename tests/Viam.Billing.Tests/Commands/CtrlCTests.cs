using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Processes;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Ctrl+C at random times in every cmdlet stops quickly, and the session remains usable.</summary>
public sealed class CtrlCTests : CmdletTest
{
    private static readonly int s_timesEach = TestSettings.Read("VIAM_BILLING_STOPS", 3);

    /// <summary>The documented limit is one second; the rest allows for a slow machine.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("viam-billing-tests-");
    private readonly Random _random = new(20261123);
    private int _inFlight;

    public static TheoryData<string> Commands =>
        [
            "$null = Connect-ViamBilling -Sandbox -PassThru; "
                + "Disconnect-ViamBilling -Session (Connect-ViamBilling @connect -PassThru)",
            "Get-ViamBillingSession",
            "Set-ViamBillingSession 'Acme Robotics'",
            "Get-ViamOrganization | Get-ViamLocation",
            "Get-ViamInvoice *o* -Latest 1",
            "$ids | Get-ViamInvoice -ThrottleLimit 3",
            "$ids | Get-ViamOutstandingBalance",
            "$ids | Get-ViamInvoiceAging -Detail",
            "$ids | Export-ViamBillingMetric -Path (Join-Path $folder viam.prom)",
            "$ids | Get-ViamCurrentMonthUsage -ByResource",
            "$ids | Get-ViamBillingInformation",
            "Get-ViamInvoice $acme | Save-ViamInvoicePdf -LiteralPath $folder -Force",
            "Get-ViamBillingTier; Set-ViamBillingTier $acme -BillingTier growth -Confirm:$false",
            "Get-ViamLocation $acme | Get-ViamLocationBillingOrganization",
            "Get-ViamLocation $acme | Set-ViamLocationBillingOrganization -BillingOrganizationId $acme -Confirm:$false",
            "Send-ViamPaymentRequiredEmail $ids -BillingOwnerOrganizationId $acme",
            "New-ViamCharge $acme -Subtotal 1 -ReconcileTimeoutSec 1 -Confirm:$false",
            "New-ViamCharge $acme -Subtotal 1 -ReconcileTimeoutSec 1 -Confirm:$false -LedgerPath $ledger "
                + "-Reference \"r$(($script:n++))\"",
            "if (Test-Path $ledger) { Get-ViamChargeLedger $ledger }",
            "Get-ViamInvoice $acme -Status paid -Latest 2 | Wait-ViamInvoice",
            "Get-ViamBillingService $harborlight",
            "Enable-ViamBillingService $acme -AddressLine1 a -City b -State c -ZipCode d -Country e",
            "Set-ViamBillingService $harborlight -AddressLine1 a -City b -State c -ZipCode d -Country e",
            "Disable-ViamBillingService $acme -Confirm:$false",
        ];

    private protected override void Prepare()
    {
        ConnectAsBillingAdmin();
        var variables = Engine.Runspace.SessionStateProxy;
        variables.SetVariable("ids", Owned);
        variables.SetVariable("acme", SandboxOrganizations.Acme);
        variables.SetVariable("harborlight", SandboxOrganizations.Harborlight);
        variables.SetVariable("folder", _folder.FullName);
        variables.SetVariable("ledger", Path.Combine(_folder.FullName, "charges.ledger"));
        RunSuccessfully(
            $"$connect = @{{ Uri = '{Server.Address}'; ApiKeyId = '{SandboxKeys.OwnerId}'; "
                + $"ApiKey = '{SandboxKeys.OwnerKey}' }}; $ErrorActionPreference = 'SilentlyContinue'; "
                + "$WarningPreference = 'SilentlyContinue'"
        );
        // Slow enough for a stop to occur while a request is in progress.
        Server.Faults.Before = async context =>
        {
            Interlocked.Increment(ref _inFlight);
            try
            {
                await Task.Delay(_random.Next(25), context.CancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
            }
        };
    }

    private protected override void CleanUp() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task StoppedCommandEndsImmediatelyAndLeavesNothingBehind(string command)
    {
        for (var i = 0; i < s_timesEach; i++)
        {
            using var running = new RunningScript(Engine, "while ($true) { $null = . { " + command + " } }");
            await Task.Delay(_random.Next(60), TestContext.Current.CancellationToken);

            Assert.InRange(running.Stop(), TimeSpan.Zero, s_limit);
            Assert.DoesNotContain(_folder.EnumerateFiles(), file => file.Extension == ".tmp");
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (Volatile.Read(ref _inFlight) > 0)
        {
            await Task.Delay(5, timeout.Token);
        }

        // The first command closes the session, unless it is stopped before that.
        Assert.NotEmpty(
            Get<Organization>(
                "if (-not (Get-ViamBillingSession)) { Connect-ViamBilling @connect }; Get-ViamOrganization"
            )
        );
    }
}
