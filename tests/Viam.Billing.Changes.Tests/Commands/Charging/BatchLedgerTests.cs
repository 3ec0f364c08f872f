using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Charge ledgers that a batch cannot use, and what ledgers contain.</summary>
public sealed class BatchLedgerTests : BatchTest
{
    [Fact]
    public void LedgerOfAnotherServiceIsRejected()
    {
        RunSuccessfully(
            $"Connect-ViamBilling -Sandbox; {Batch} -WarningAction Ignore",
            ("rows", new[] { Row(Acme, "a") }),
            ("ledger", Ledger)
        );
        Connect();

        AssertError(
            RunBatch(Row(Acme, "a"), Row(Acme, "b")).OnlyError,
            "LedgerOfAnotherService",
            ErrorCategory.InvalidOperation,
            Ledger
        );
        Assert.Equal(0, Charges);
    }

    [Fact]
    public void LockedLedgerIsRejected()
    {
        using (ChargeLedger.Open(Ledger))
        {
            AssertError(RunBatch(Row(Acme, "a")).OnlyError, "LedgerNotOpened", ErrorCategory.OpenError, Ledger);
            AssertError(
                Run("Get-ViamChargeLedger $ledger", ("ledger", Ledger)).OnlyError,
                "LedgerNotOpened",
                ErrorCategory.OpenError,
                Ledger
            );
        }
        Assert.Equal(0, Charges);
        Assert.Single(Charge(Row(Acme, "a")));
    }

    [Fact]
    public void DamagedLedgerIsRejectedWithLineNumber()
    {
        Charge(Row(Acme, "a"));
        File.WriteAllText(Ledger, File.ReadAllText(Ledger).Replace("\"a\"", "\"b\"", StringComparison.Ordinal));

        var error = RunBatch(Row(Acme, "a")).OnlyError;

        AssertError(error, "LedgerDamaged", ErrorCategory.InvalidData, Ledger);
        Assert.EndsWith("is damaged in line 1.", error.Exception.Message, StringComparison.Ordinal);
        AssertError(
            Run("Get-ViamChargeLedger $ledger", ("ledger", Ledger)).OnlyError,
            "LedgerDamaged",
            ErrorCategory.InvalidData,
            Ledger
        );
        Assert.Equal(1, Charges);
    }

    [Fact]
    public void IncompleteLastLineIsReportedAndRemoved()
    {
        Charge(Row(Acme, "a"));
        var whole = File.ReadAllText(Ledger);
        File.AppendAllText(Ledger, whole[..40]);

        var shown = Run("Get-ViamChargeLedger $ledger", ("ledger", Ledger));
        Assert.Contains("incomplete", Assert.Single(shown.Warnings), StringComparison.Ordinal);
        Assert.Single(shown.Output);
        Assert.Contains("incomplete", Assert.Single(RunBatch(Row(Acme, "a")).Warnings), StringComparison.Ordinal);
        Assert.Equal(whole, File.ReadAllText(Ledger));
        Assert.Equal(1, Charges);
    }

    [Fact]
    public void NothingIsChargedWhenLedgerPathIsInvalid()
    {
        PSObject[] rows = [Row(Acme, "a")];

        AssertError(
            Run(Batch, ("rows", rows), ("ledger", Folder.FullName)).OnlyError,
            "LedgerNotOpened",
            ErrorCategory.OpenError,
            Folder.FullName
        );
        var nowhere = Folder.GetPath(Path.Combine("none", "ledger"));
        AssertError(
            Run(Batch, ("rows", rows), ("ledger", nowhere)).OnlyError,
            "FolderNotFound",
            ErrorCategory.ObjectNotFound,
            nowhere
        );
        AssertError(
            Run(Batch, ("rows", rows), ("ledger", "env:ledger")).OnlyError,
            "NotAFilePath",
            ErrorCategory.InvalidArgument,
            "env:ledger"
        );
        Assert.Equal(0, Charges);
    }

    [Fact]
    public void WithADeviceForALedgerNothingIsCharged()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "A device of Linux.");

        var run = Run(Batch, ("rows", new[] { Row(Acme, "a"), Row(Cascade, "b") }), ("ledger", "/dev/full"));

        AssertError(run.OnlyError, "LedgerNotOpened", ErrorCategory.OpenError, "/dev/full");
        Assert.Equal(0, Charges);
    }

    [Fact]
    public void RelativeLedgerPathIsResolvedFromCurrentLocation()
    {
        Engine.Runspace.SessionStateProxy.Path.SetLocation(Folder.FullName);

        RunSuccessfully(Batch, ("rows", new[] { Row(Acme, "a") }), ("ledger", "charges.ledger"));

        Assert.True(File.Exists(Ledger));
    }

    [Fact]
    public void SecretsInServerMessageAreRedactedInLedger()
    {
        Server.Faults.On(
            "ChargeOrganization",
            context =>
                throw new RpcException(
                    new Status(
                        StatusCode.PermissionDenied,
                        $"key {SandboxKeys.OwnerKey}, {context.RequestHeaders.GetValue("authorization")}"
                    )
                )
        );
        RunBatch(Row(Acme, "a"));
        Server.Faults.On(
            "ChargeOrganization",
            context =>
                throw new RpcException(
                    new Status(
                        StatusCode.Unavailable,
                        $"key {SandboxKeys.OwnerKey}, {context.RequestHeaders.GetValue("authorization")}"
                    )
                )
        );
        RunBatch(Row(Cascade, "b"));

        var ledger = File.ReadAllText(Ledger);

        Assert.Equal(2, ledger.Split("key ***, Bearer ***").Length - 1);
        Assert.DoesNotContain(SandboxKeys.OwnerKey, ledger, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", ledger, StringComparison.Ordinal);
    }

    [Fact]
    public void LedgerEntriesAreReturnedAsObjects()
    {
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            var charge = new ChargeRequest(Acme, 10m, 0.5m, "Repair", null, NoConfirmationEmail: false);
            foreach (var reference in new[] { "charged", "refused", "not sent", "lost", "unknown", "intent" })
            {
                ledger.AddIntent(reference, charge, Service, []);
            }

            ledger.AddCharged("charged", "invoice", reconciled: true);
            ledger.AddRefused("refused", "no");
            ledger.AddNotSent("not sent");
            ledger.AddLost("lost", "gone");
            ledger.AddLost("unknown", "gone");
            ledger.AddUnknown("unknown", "not listed");
        }
        DefaultSession.Close();

        var entries = Entries();

        Assert.Equal(
            [
                ("charged", "Charged", null),
                ("refused", "Refused", "no"),
                ("not sent", "NotCharged", "It was stopped before it was sent."),
                ("lost", "Unknown", "gone"),
                ("unknown", "Unknown", "not listed"),
                ("intent", "Pending", null),
            ],
            entries.Select(entry => (entry.Reference, entry.State, entry.Message))
        );
        Assert.All(
            entries,
            entry =>
                Assert.Equal(
                    (Acme, 10m, 0.5m, 10.5m, "Repair"),
                    (entry.OrganizationId, entry.Subtotal, entry.Tax, entry.Total, entry.Description)
                )
        );
        Assert.Equal(("invoice", true), (entries[0].InvoiceId, entries[0].Reconciled));
        Assert.All(entries, entry => Assert.InRange(entry.UpdatedAt, entry.IntentAt, DateTime.UtcNow));
        Assert.Single(
            Get<ChargeLedgerEntry>(
                "[pscustomobject] @{ PSPath = \"Microsoft.PowerShell.Core\\FileSystem::$ledger\" } "
                    + "| Get-ViamChargeLedger | Where-Object State -eq Charged",
                ("ledger", Ledger)
            )
        );
        AssertError(
            Run("Get-ViamChargeLedger $ledger", ("ledger", Ledger + "2")).OnlyError,
            "LedgerNotFound",
            ErrorCategory.ObjectNotFound,
            Ledger + "2"
        );
    }
}
