using System.Collections.Concurrent;
using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Commands.Usage;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>A preference of Stop ends a pipeline only after all changes that were made are emitted.</summary>
public sealed class StoppedChangeTests : UsageTest
{
    private const string Cascade = SandboxOrganizations.Cascade;
    private const string Tier = "Set-ViamBillingTier -BillingTier growth -PassThru -Confirm:$false";
    private const string Email = $"Send-ViamPaymentRequiredEmail -BillingOwnerOrganization {Owner} -PassThru";
    private const string Owner = SandboxOrganizations.Harborlight;

    private protected override void Prepare()
    {
        base.Prepare();
        ConnectAsBillingAdmin();
        Server.Faults.After = static context =>
            context.IsOf("UpdateOrganizationBillingTier")
            || context.IsOf("SendPaymentRequiredEmail")
            || context.IsOf("UpdateLocationBillingOrganization")
                ? Task.Delay(100)
                : Task.CompletedTask;
    }

    [Theory]
    [InlineData(
        "'Acme Robotics', 'Bluewater Marine Survey', 'nope', 'Cascade Orchards' | " + Tier,
        "OrganizationNotFound"
    )]
    [InlineData("'Acme Robotics', 'Bluewater Marine Survey', ' ' | " + Tier, "InvalidOrganizationId")]
    [InlineData(
        "'Acme Robotics', 'Bluewater Marine Survey', [pscustomobject]@{ Organization = 'Acme Robotics'; "
            + "OrganizationId = '"
            + Cascade
            + "' } | "
            + Tier,
        "OrganizationConflict"
    )]
    [InlineData(
        "'Acme Robotics', 'Bluewater Marine Survey', [pscustomobject]@{ x = 1 } | " + Tier,
        "InputObjectMissingMandatory"
    )]
    [InlineData("'Acme Robotics', 'Bluewater Marine Survey', 'nope' | " + Email, "OrganizationNotFound")]
    [InlineData(
        "$l = 'k3v9x2m7qa', 'p8d1w6z4ty'; $o = 'Acme Robotics', 'Bluewater Marine Survey', 'nope'; 0..2 "
            + "| ForEach-Object { "
            + "[pscustomobject]@{ LocationId = $l[$_ % 2]; BillingOrganization = $o[$_] } } | "
            + "Set-ViamLocationBillingOrganization -PassThru -Confirm:$false",
        "OrganizationNotFound"
    )]
    public void ChangesAreEmittedBeforeAnErrorOfTheInput(string script, string error)
    {
        foreach (
            var stop in new[] { $"{script} -ErrorAction Stop", $"& {{ $ErrorActionPreference = 'Stop'; {script} }}" }
        )
        {
            var run = Run(stop);

            Assert.Equal(2, run.Output.Count);
            Assert.StartsWith(error + ",", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(
            Requests<UpdateOrganizationBillingTierRequest>(),
            static request => request.OrganizationId == Cascade
        );
    }

    [Fact]
    public async Task ChangesAreNotAcceptedLongBeforeTheyAreSent()
    {
        var hanging = HangingRequest.At(Server, "UpdateOrganizationBillingTier");
        var accepted = new ConcurrentQueue<object>();
        using var running = new RunningScript(
            Engine,
            $"$ids | ForEach-Object {{ $accepted.Enqueue($_); $_ }} | {Tier} -ThrottleLimit 2",
            ("ids", Owned),
            ("accepted", accepted)
        );
        await hanging.Started;
        // Long enough for all of the input.
        await Task.Delay(300, TestContext.Current.CancellationToken);

        running.Stop();

        // Two are in progress, and one waits.
        Assert.InRange(accepted.Count, 2, 3);
    }

    [Fact]
    public void NoChangeFollowsAnErrorOfTheServer()
    {
        Server.Faults.Before = static context =>
            Faults.RequestOf(context) is UpdateOrganizationBillingTierRequest { OrganizationId: Bluewater }
                ? throw new RpcException(new Status(StatusCode.PermissionDenied, "no"))
                : Task.CompletedTask;

        var run = Run($"'{Acme}', '{Bluewater}', '{Cascade}' | {Tier} -ErrorAction Stop");

        Assert.Equal(Acme, Assert.Single(run.Of<OrganizationBillingTier>()).OrganizationId);
        Assert.StartsWith("PermissionDenied,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Requests<UpdateOrganizationBillingTierRequest>(),
            static request => request.OrganizationId == Cascade
        );
    }

    [Fact]
    public void SnapshotsInProgressAreEmittedBeforeAnErrorOfTheServer()
    {
        Server.Faults.Before = static async context =>
        {
            if (Faults.RequestOf(context) is GetCurrentMonthUsageRequest { OrgId: Acme })
            {
                await Task.Delay(500);
                throw new RpcException(new Status(StatusCode.PermissionDenied, "no"));
            }
        };

        var run = Run($"'{Acme}', '{Bluewater}', '{Cascade}' | Save-ViamUsageSnapshot -ErrorAction Stop");

        Assert.Equal([Bluewater, Cascade], run.Of<SavedUsageSnapshot>().Select(static saved => saved.OrganizationId));
        Assert.StartsWith("PermissionDenied,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorsOfTheInputAreInInputOrder()
    {
        var streams = RunSuccessfully(
            $"'Acme Robotics', 'nope', 'Bluewater Marine Survey' | {Tier} 2>&1 "
                + $"| ForEach-Object {{ \"$($_.OrganizationId)$($_.TargetObject)\" }}"
        );

        Assert.Equal([Acme, "nope", Bluewater], streams.Select(static item => item.BaseObject));
    }

    [Fact]
    public void EmailIsEmittedBeforeAWarningOfStop()
    {
        var run = Run($"'Acme Robotics', 'acme robotics', 'Cascade Orchards' | {Email} -WarningAction Stop");

        Assert.Equal(Acme, Assert.Single(run.Of<PaymentRequiredEmail>()).CustomerOrganizationId);
        Assert.Single(Server.State.SentEmails);
        Assert.Contains("Stop", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangesAreEmittedBeforeVerboseTextOfStop()
    {
        var run = Run($"& {{ $VerbosePreference = 'Stop'; '{Acme}', 'Bluewater Marine Survey' | {Tier} }}");

        Assert.Equal(
            Requests<UpdateOrganizationBillingTierRequest>().Select(static request => request.OrganizationId),
            run.Of<OrganizationBillingTier>().Select(static tier => tier.OrganizationId)
        );
        Assert.NotEmpty(run.Errors);
    }

    [Theory]
    [InlineData("$incomplete", "UsageIncomplete")]
    [InlineData("'nope'", "OrganizationNotFound")]
    public void SavedSnapshotsAreEmittedBeforeAnError(string input, string error)
    {
        var run = Run(
            $$"""
            $usage = '{{Acme}}', '{{Bluewater}}' | Get-ViamCurrentMonthUsage
            $serialized = [Management.Automation.PSSerializer]::Serialize($usage[0])
            $incomplete = [Management.Automation.PSSerializer]::Deserialize($serialized)
            & { $usage; {{input}} } | Save-ViamUsageSnapshot -ErrorAction Stop
            """
        );

        Assert.Equal(2, StoredFiles.Count);
        Assert.Equal(StoredFiles.Order(), run.Of<SavedUsageSnapshot>().Select(static saved => saved.Path).Order());
        Assert.StartsWith(error, run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void SavedSnapshotsAreEmittedBeforeTheSessionIsMissed()
    {
        var run = Run(
            $$"""
            $usage = '{{Acme}}', '{{Bluewater}}' | Get-ViamCurrentMonthUsage
            Disconnect-ViamBilling
            & { $usage; 'Acme Robotics' } | Save-ViamUsageSnapshot
            """
        );

        Assert.Equal(2, run.Of<SavedUsageSnapshot>().Count());
        Assert.StartsWith("NotConnected,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
