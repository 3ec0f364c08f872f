using System.Management.Automation;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Resolving a charge with an unknown outcome.</summary>
public sealed class ResolveChargeTests : ChargeTest
{
    private string Service => Server.Address.GetLeftPart(UriPartial.Authority);

    private protected override void Prepare()
    {
        Connect("-TimeoutSec 2");
        using var ledger = ChargeLedger.Open(Ledger);
        foreach (var reference in new[] { "done", "open", "lost" })
        {
            ledger.AddIntent(
                reference,
                new ChargeRequest(Acme, 10m, 0m, null, null, NoConfirmationEmail: false),
                Service,
                ["old"]
            );
        }
        ledger.AddCharged("done", "invoice-1", reconciled: false);
        ledger.AddLost("lost", "gone");
    }

    [Fact]
    public void ResolutionAsChargedRecordsInvoiceAndUser()
    {
        DefaultSession.Close();
        var before = File.ReadAllText(Ledger);

        var entry = Assert.Single(
            Get<ChargeLedgerEntry>(
                "Resolve-ViamCharge $ledger OPEN -InvoiceId ' invoice-2 ' -Confirm:$false",
                ("ledger", Ledger)
            )
        );

        Assert.Equal(
            ("open", "Charged", "invoice-2", true),
            (entry.Reference, entry.State, entry.InvoiceId, entry.Reconciled)
        );
        Assert.Equal($"{Environment.UserName} on {Environment.MachineName}", entry.ResolvedBy!.Split('\\')[^1]);
        Assert.InRange(entry.UpdatedAt, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow);
        var line = File.ReadAllText(Ledger)[before.Length..];
        Assert.Contains("\"resolvedBy\":", line, StringComparison.Ordinal);
        Assert.Equal(
            "invoice-2",
            Assert
                .Single(
                    Get<ChargeLedgerEntry>(
                        "Get-ViamChargeLedger $ledger | Where-Object Reference -eq open",
                        ("ledger", Ledger)
                    )
                )
                .InvoiceId
        );
    }

    [Fact]
    public void ChargeResolvedAsNotChargedIsSentByNextRun()
    {
        var entries = Get<ChargeLedgerEntry>(
            "Get-ViamChargeLedger $ledger -Unresolved | Resolve-ViamCharge -LedgerPath $ledger -NotCharged "
                + "-Confirm:$false",
            ("ledger", Ledger)
        );

        Assert.Equal(
            [("open", "NotCharged"), ("lost", "NotCharged")],
            entries.Select(entry => (entry.Reference, entry.State))
        );
        Assert.Empty(RunSuccessfully("Get-ViamChargeLedger $ledger -Unresolved", ("ledger", Ledger)));
        var charge = Assert.Single(
            Get<Charge>(
                "New-ViamCharge $id 10 -LedgerPath $ledger -Reference open -Confirm:$false",
                ("ledger", Ledger),
                ("id", Acme)
            )
        );
        Assert.Equal(Assert.Single(ServerCharges).InvoiceId, charge.InvoiceId);
    }

    [Theory]
    [InlineData("none -NotCharged", "ReferenceNotFound", ErrorCategory.ObjectNotFound, "none")]
    [InlineData("done -NotCharged", "ChargeAlreadySettled", ErrorCategory.InvalidOperation, "done")]
    [InlineData("done -InvoiceId x", "ChargeAlreadySettled", ErrorCategory.InvalidOperation, "done")]
    [InlineData("open -InvoiceId invoice-1", "InvoiceAlreadyClaimed", ErrorCategory.InvalidOperation, "invoice-1")]
    public void InvalidResolutionIsRejected(string arguments, string id, ErrorCategory category, string target)
    {
        var before = File.ReadAllBytes(Ledger);

        AssertError(
            Run($"Resolve-ViamCharge $ledger {arguments} -Confirm:$false", ("ledger", Ledger)).OnlyError,
            id,
            category,
            target
        );

        Assert.Equal(before, File.ReadAllBytes(Ledger));
    }

    [Fact]
    public void InvoiceOlderThanChargeWritesWarning() =>
        Assert.Contains(
            "existed before",
            Assert.Single(
                Run("Resolve-ViamCharge $ledger open -InvoiceId old -Confirm:$false", ("ledger", Ledger)).Warnings
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("", "No", 1)]
    [InlineData("-WhatIf", "", 0)]
    public void NothingIsRecordedWithoutConfirmation(string arguments, string answer, int questions)
    {
        var before = File.ReadAllBytes(Ledger);
        var host = new FakePSHost { Choice = answer };
        using var engine = EngineCache.Take(host);

        Assert.Empty(
            engine.Run($"Resolve-ViamCharge $ledger open -NotCharged {arguments}", ("ledger", Ledger)).Everything
        );

        Assert.Equal(questions, host.Prompts.Count);
        Assert.Contains(
            host.Prompts.Concat(host.WrittenLines),
            text => text.Contains($"charge open of 10.00 USD to organization {Acme}", StringComparison.Ordinal)
        );
        Assert.Equal(before, File.ReadAllBytes(Ledger));
    }

    [Fact]
    public void MissingLedgerIsNotCreated()
    {
        AssertError(
            Run("Resolve-ViamCharge $ledger a -NotCharged -Confirm:$false", ("ledger", Ledger + "2")).OnlyError,
            "LedgerNotFound",
            ErrorCategory.ObjectNotFound,
            Ledger + "2"
        );
        Assert.False(File.Exists(Ledger + "2"));
    }

    [Fact]
    public void LedgerOfAMissingFolderIsNotFound()
    {
        var path = Folder.GetPath(Path.Combine("none", "a.ledger"));

        AssertError(
            Run("Resolve-ViamCharge $ledger a -NotCharged -Confirm:$false", ("ledger", path)).OnlyError,
            "LedgerNotFound",
            ErrorCategory.ObjectNotFound,
            path
        );
    }

    [Fact]
    public void SwitchThatIsTurnedOffIsNoOutcome()
    {
        var error = Run("Resolve-ViamCharge $ledger a -NotCharged:$false", ("ledger", Ledger)).OnlyError;

        AssertError(error, "Contradiction", ErrorCategory.InvalidArgument, null);
        Assert.Equal("-NotCharged:$false doesn't specify the outcome of the charge.", error.Exception.Message);
    }
}
