using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>What a batch asks before it sends anything, and what it announces.</summary>
public sealed class BatchApprovalTests : ChargeTest
{
    private const string Batch = "$rows | New-ViamCharge -LedgerPath $ledger -ReconcileTimeoutSec 0 ";

    private string Service => Server.Address.GetLeftPart(UriPartial.Authority);

    private protected override void Prepare() => Connect("-TimeoutSec 2");

    [Theory]
    [InlineData("Yes", 2)]
    [InlineData("No", 0)]
    public void BatchAsksOnceForExactlyWhatItWouldSend(string answer, int sent)
    {
        RunBatch("-Confirm:$false", Row(Acme, "done"));
        WriteIntent("interrupted");
        var person = new FakePSHost { Answer = answer };
        using var engine = new PowerShellEngine(host: person);

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

        Assert.Equal(["Charge 2 organizations, 3,234.50 USD in total?"], person.Questions);
        Assert.Equal(1 + sent, Charges);
        Assert.Equal(1 + sent, run.Of<Charge>().Count());
        // Whatever the answer, the interrupted one was looked for.
        AssertError(run.OnlyError, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "interrupted");
        Assert.Equal("Unknown", Entries("-Unresolved").Single().State);
    }

    [Fact]
    public void ChargeThatIsFoundIsEmittedThoughThePersonDeclinesTheRest()
    {
        WriteIntent("a");
        Succeed($"New-ViamCharge {Acme} 77 -Confirm:$false");
        Connect("-TimeoutSec 2");
        var person = new FakePSHost { Answer = "No" };
        using var engine = new PowerShellEngine(host: person);

        var run = engine.Run(Batch, ("rows", new[] { Row(Acme, "a", "77"), Row(Acme, "b") }), ("ledger", Ledger));

        Assert.Equal(("a", true), (OnlyCharge(run).Reference, OnlyCharge(run).Reconciled));
        Assert.Single(person.Questions);
        Assert.Equal(1, Charges);
    }

    [Fact]
    public void SeveralChargesToOneOrganizationAreCounted()
    {
        var person = new FakePSHost { Answer = "No" };
        using var engine = new PowerShellEngine(host: person);

        engine.Run(Batch, ("rows", new[] { Row(Acme, "a"), Row(Acme, "b"), Row(Cascade, "c") }), ("ledger", Ledger));
        engine.Run(Batch, ("rows", new[] { Row(Acme, "a"), Row(Acme, "b") }), ("ledger", Ledger));

        Assert.Equal(
            [
                "Make 3 charges to 2 organizations, 30.00 USD in total?",
                "Make 2 charges to 1 organization, 20.00 USD in total?",
            ],
            person.Questions
        );
    }

    [Theory]
    [InlineData("-Confirm:$false", 0)]
    [InlineData("", 1)]
    [InlineData("-Confirm", 1)]
    public void PreferencesDecideWhetherThePersonIsAsked(string arguments, int questions)
    {
        foreach (var preference in new[] { "High", "None" })
        {
            var person = new FakePSHost { Answer = "No" };
            using var engine = new PowerShellEngine(host: person);
            engine.Run(
                "$ConfirmPreference = $preference; " + Batch + arguments,
                ("rows", new[] { Row(Acme, "a"), Row(Cascade, "b") }),
                ("ledger", Ledger + preference),
                ("preference", preference)
            );
            Assert.Equal(preference == "None" && arguments.Length == 0 ? 0 : questions, person.Questions.Count);
        }
    }

    [Fact]
    public void WithNobodyToAskWhatIsDoneIsStillEmitted()
    {
        RunBatch("-Confirm:$false", Row(Acme, "done"));

        var run = RunBatch("", Row(Acme, "done"), Row(Acme, "new"));

        Assert.NotEmpty(run.Errors);
        Assert.Equal("done", OnlyCharge(run).Reference);
        Assert.Equal(1, Charges);
    }

    [Theory]
    [InlineData("-MaximumTotal 30", true)]
    [InlineData("-MaximumTotal 29.99", false)]
    public void BatchAboveTheMaximumIsRefusedBeforeAnythingIsSent(string arguments, bool isSent)
    {
        RunBatch("-Confirm:$false", Row(Acme, "done", "500"));

        var run = RunBatch(
            $"-Confirm:$false {arguments}",
            Row(Acme, "done", "500"),
            Row(Acme, "a", "10"),
            Row(Cascade, "b", "20")
        );

        Assert.Equal(isSent ? 3 : 1, Charges);
        Assert.Contains(run.Of<Charge>(), charge => charge.Reference == "done");
        if (!isSent)
        {
            AssertError(run.OnlyError, "MaximumTotalExceeded", ErrorCategory.LimitsExceeded, 30m);
        }
    }

    [Fact]
    public void WithoutLedgerTheChargeThatWouldExceedTheMaximumIsNotSent()
    {
        var run = Run("$ids | New-ViamCharge -Subtotal 10 -MaximumTotal 20 -Confirm:$false", ("ids", Owned[..4]));

        AssertError(run.OnlyError, "MaximumTotalExceeded", ErrorCategory.LimitsExceeded, 30m);
        Assert.Equal((2, 2), (Charges, run.Of<Charge>().Count()));
    }

    [Theory]
    [InlineData("Unknown")]
    [InlineData("Pending")]
    public void WhatIfAnnouncesNoChargeThatARunWouldNotSend(string state)
    {
        WriteIntent("unknown");
        if (state == "Unknown")
        {
            using var ledger = ChargeLedger.Open(Ledger);
            ledger.AddLost("unknown", "gone");
        }
        var before = File.ReadAllBytes(Ledger);
        var person = new FakePSHost();
        using var engine = new PowerShellEngine(host: person);

        engine.Run(
            Batch + "-WhatIf",
            ("rows", new[] { Row(Acme, "unknown", "77"), Row(Acme, "b"), Row(Cascade, "c") }),
            ("ledger", Ledger)
        );

        Assert.Equal(
            [
                "What if: Performing the operation \"Look for the invoice of the charge unknown of 77.00 USD, whose outcome is unknown. Don't charge\" on target \"organization Acme Robotics ("
                    + Acme
                    + ")\".",
                $"What if: Performing the operation \"Charge 10.00 USD\" on target \"organization Acme Robotics ({Acme})\".",
                person.Shown[2],
                "What if: Charge 2 organizations, 20.00 USD in total.",
            ],
            person.Shown
        );
        Assert.Equal((0, 0), (Charges, Sent("GetInvoicesSummary") - 1));
        Assert.Equal(before, File.ReadAllBytes(Ledger));
    }

    [Theory]
    [InlineData("600")]
    [InlineData("'00:00:00.5'")]
    [InlineData("'2.00:00:00'")]
    public void ResendAfterThatMeansNothingIsRefused(string time) =>
        Assert.StartsWith(
            "ParameterArgumentValidationError,",
            Run(
                Batch + $"-ResendAfter {time}",
                ("rows", new[] { Row(Acme, "a") }),
                ("ledger", Ledger)
            ).OnlyError.FullyQualifiedErrorId,
            StringComparison.Ordinal
        );

    /// <summary>Each row is asked for its own entry.</summary>
    [Fact]
    public void CompletedRowIsEmittedThoughTheLedgerCannotBeWrittenForAnother()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file can't be moved there.");
        RunBatch("-Confirm:$false", Row(Acme, "done"));
        WriteIntent("open");
        // Someone puts another file in its place while the batch runs, so that no line is surely kept.
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

    private static PSObject Row(string organization, string reference, string subtotal = "10")
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("OrganizationId", organization));
        row.Properties.Add(new PSNoteProperty("Subtotal", subtotal));
        row.Properties.Add(new PSNoteProperty("Reference", reference));
        return row;
    }

    private PowerShellRun RunBatch(string arguments, params PSObject[] rows) =>
        Run(Batch + arguments, ("rows", rows), ("ledger", Ledger));

    private IReadOnlyList<ChargeLedgerEntry> Entries(string arguments) =>
        Get<ChargeLedgerEntry>("Get-ViamChargeLedger $ledger " + arguments, ("ledger", Ledger));

    /// <summary>What a crash leaves between the intent and its outcome.</summary>
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
