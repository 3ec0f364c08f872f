using System.Management.Automation;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Confirmation prompts and -WhatIf messages of batches.</summary>
public sealed class BatchApprovalTests : BatchApprovalTest
{
    private string Service => Server.Address.GetLeftPart(UriPartial.Authority);

    [Theory]
    [InlineData("Yes", 2)]
    [InlineData("No", 0)]
    public void BatchPromptsOnceForTotalOfItemsToSend(string answer, int sent)
    {
        RunBatch("-Confirm:$false", Row(Acme, "done"));
        WriteIntent("interrupted");
        var host = new FakePSHost { Choice = answer };
        using var engine = EngineCache.Take(host);

        var run = engine.Run(
            Batch,
            (
                "rows",
                new[]
                {
                    Row(Acme, "done"),
                    Row(Acme, "interrupted", "77"),
                    Row(Acme, "new", "1234.5"),
                    Row(Cascade, "other", "2000"),
                }
            ),
            ("ledger", Ledger)
        );

        Assert.Equal(["Charge 2 organizations, 3,234.50 USD in total?"], host.Prompts);
        Assert.Equal(1 + sent, Charges);
        Assert.Equal(1 + sent, run.Of<Charge>().Count());
        // The interrupted charge is reconciled regardless of the answer.
        AssertError(run.OnlyError, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "interrupted");
        Assert.Equal("Unknown", Entries("-Unresolved").Single().State);
    }

    [Fact]
    public void ReconciledChargeIsReturnedWhenPromptIsDeclined()
    {
        WriteIntent("a");
        RunSuccessfully($"New-ViamCharge {Acme} 77 -Confirm:$false");
        Connect("-TimeoutSec 2");
        var host = new FakePSHost { Choice = "No" };
        using var engine = EngineCache.Take(host);

        var run = engine.Run(Batch, ("rows", new[] { Row(Acme, "a", "77"), Row(Acme, "b") }), ("ledger", Ledger));

        Assert.Equal(("a", true), (OnlyCharge(run).Reference, OnlyCharge(run).Reconciled));
        Assert.Single(host.Prompts);
        Assert.Equal(1, Charges);
    }

    [Fact]
    public void PromptShowsNumberOfChargesAndOrganizations()
    {
        var host = new FakePSHost { Choice = "No" };
        using var engine = EngineCache.Take(host);

        engine.Run(Batch, ("rows", new[] { Row(Acme, "a"), Row(Acme, "b"), Row(Cascade, "c") }), ("ledger", Ledger));
        engine.Run(Batch, ("rows", new[] { Row(Acme, "a"), Row(Acme, "b") }), ("ledger", Ledger));

        Assert.Equal(
            [
                "Make 3 charges to 2 organizations, 30.00 USD in total?",
                "Make 2 charges to 1 organization, 20.00 USD in total?",
            ],
            host.Prompts
        );
    }

    [Theory]
    [InlineData("-Confirm:$false", 0)]
    [InlineData("", 1)]
    [InlineData("-Confirm", 1)]
    public void ConfirmParameterAndPreferenceDetermineWhetherToPrompt(string arguments, int questions)
    {
        foreach (var preference in new[] { "High", "None" })
        {
            var host = new FakePSHost { Choice = "No" };
            using var engine = EngineCache.Take(host);
            engine.Run(
                "$ConfirmPreference = $preference; " + Batch + arguments,
                ("rows", new[] { Row(Acme, "a"), Row(Cascade, "b") }),
                ("ledger", Ledger + preference),
                ("preference", preference)
            );
            Assert.Equal(preference == "None" && arguments.Length == 0 ? 0 : questions, host.Prompts.Count);
        }
    }

    [Fact]
    public void CompletedChargeIsReturnedWhenHostCannotPrompt()
    {
        RunBatch("-Confirm:$false", Row(Acme, "done"));

        var run = RunBatch("", Row(Acme, "done"), Row(Acme, "new"));

        Assert.NotEmpty(run.Errors);
        Assert.Equal("done", OnlyCharge(run).Reference);
        Assert.Equal(1, Charges);
    }

    [Theory]
    [InlineData("Unknown")]
    [InlineData("Pending")]
    public void WhatIfShowsOnlyChargesThatRunWouldSend(string state)
    {
        WriteIntent("unknown");
        if (state == "Unknown")
        {
            using var ledger = ChargeLedger.Open(Ledger);
            ledger.AddLost("unknown", "gone");
        }
        var before = File.ReadAllBytes(Ledger);
        var host = new FakePSHost();
        using var engine = EngineCache.Take(host);

        engine.Run(
            Batch + "-WhatIf",
            ("rows", new[] { Row(Acme, "unknown", "77"), Row(Acme, "b"), Row(Cascade, "c") }),
            ("ledger", Ledger)
        );

        Assert.Equal(
            [
                "What if: Performing the operation \"Look for the invoice of the charge unknown of 77.00 "
                    + "USD, whose outcome is unknown. Don't charge\" on target \"organization Acme Robotics ("
                    + Acme
                    + ")\".",
                "What if: Performing the operation \"Charge 10.00 USD\" on target \"organization Acme "
                    + $"Robotics ({Acme})\".",
                host.WrittenLines[2],
                "What if: Charge 2 organizations, 20.00 USD in total.",
            ],
            host.WrittenLines
        );
        Assert.Equal((0, 0), (Charges, CountRequests("GetInvoicesSummary") - 1));
        Assert.Equal(before, File.ReadAllBytes(Ledger));
    }

    /// <summary>A failed write for one item must not affect another item.</summary>
    [Fact]
    public void CompletedItemIsReturnedWhenLedgerCannotBeWrittenForAnother()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file can't be moved there.");
        RunBatch("-Confirm:$false", Row(Acme, "done"));
        WriteIntent("open");
        // The file is replaced while the batch runs, so that lines can't be written reliably.
        Server.Faults.On(
            "GetInvoicesSummary",
            _ =>
            {
                if (File.Exists(Ledger))
                {
                    File.Move(Ledger, Ledger + ".old");
                }
                return Task.CompletedTask;
            }
        );

        var run = RunBatch("-Confirm:$false", Row(Acme, "open", "77"), Row(Acme, "done"));

        Assert.Equal("done", OnlyCharge(run).Reference);
        Assert.Contains(
            run.Errors,
            error => error.FullyQualifiedErrorId.StartsWith("LedgerNotWritten,", StringComparison.Ordinal)
        );
        Assert.All(run.Errors, error => Assert.Equal("open", error.TargetObject));
    }

    private IReadOnlyList<ChargeLedgerEntry> Entries(string arguments) =>
        Get<ChargeLedgerEntry>("Get-ViamChargeLedger $ledger " + arguments, ("ledger", Ledger));

    /// <summary>Writes an intent without an outcome, as a crash leaves it.</summary>
    private void WriteIntent(string reference)
    {
        string[] listed = [.. Get<Invoice>($"Get-ViamInvoice {Acme}").Select(invoice => invoice.InvoiceId)];
        using var ledger = ChargeLedger.Open(Ledger);
        ledger.AddIntent(
            reference,
            new ChargeRequest(Acme, 77m, 0m, null, null, NoConfirmationEmail: false),
            Service,
            listed
        );
    }
}
