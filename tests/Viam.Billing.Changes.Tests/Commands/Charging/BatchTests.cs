using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Batches with a charge ledger, which can be run again.</summary>
public sealed class BatchTests : BatchTest
{
    [Fact]
    public void BatchRunTwiceChargesEachItemOnce()
    {
        var rows = new[]
        {
            Row(Acme, "a", "10.00", "0.50"),
            Row(Cascade, "b", "10"),
            Row(Acme, "c", "10", description: "Réparation"),
        };

        var first = Charge(rows);
        var second = Charge(rows);

        Assert.Equal(
            [(Acme, "a", 10.5m, null), (Cascade, "b", 10m, null), (Acme, "c", 10m, "Réparation")],
            first.Select(Shape)
        );
        Assert.Equal(first.Select(Shape), second.Select(Shape));
        Assert.Equal(first.Select(charge => charge.InvoiceId), second.Select(charge => charge.InvoiceId));
        Assert.Equal(
            first.Select(charge => charge.InvoiceId).Order(),
            ServerCharges.Select(charge => charge.InvoiceId).Order()
        );
        Assert.Equal(3, Charges);

        static (string, string?, decimal, string?) Shape(Charge charge) =>
            (charge.OrganizationId, charge.Reference, charge.Total, charge.Description);
    }

    [Fact]
    public void BatchWithCompletedItemsChargesOnlyNewItems()
    {
        Charge(Row(Acme, "a"), Row(Acme, "c"));

        var charges = Charge(Row(Acme, "a"), Row(Acme, "b"), Row(Acme, "c"));

        Assert.Equal(["a", "b", "c"], charges.Select(charge => charge.Reference));
        Assert.Equal(3, Charges);
    }

    [Theory]
    [InlineData("A", "10")]
    [InlineData(" a\t", "10.00")]
    [InlineData("a\u00a0", " 10 ")]
    public void ReferenceIsMatchedIgnoringCaseWhitespaceAndAmountFormat(string reference, string subtotal)
    {
        Charge(Row(Acme, "a", "10"));

        Assert.Equal("a", Assert.Single(Charge(Row(Acme, reference, subtotal))).Reference);
        Assert.Equal(1, Charges);
    }

    [Theory]
    [InlineData(Acme, "a", "10.01", "0")]
    [InlineData(Acme, "A ", "10", "0.01")]
    [InlineData(Cascade, "a", "10", "0")]
    [InlineData(Acme, "a", "9", "1")]
    public void ReferenceReusedForDifferentChargeIsRejected(
        string organization,
        string reference,
        string subtotal,
        string tax
    )
    {
        var inOneBatch = RunBatch(Row(Acme, "a", "10"), Row(organization, reference, subtotal, tax));
        AssertError(inOneBatch.OnlyError, "ReferenceReused", ErrorCategory.InvalidArgument, reference.Trim());
        Assert.Single(inOneBatch.Output);

        AssertError(
            RunBatch(Row(organization, reference, subtotal, tax)).OnlyError,
            "ReferenceReused",
            ErrorCategory.InvalidArgument,
            reference.Trim()
        );
        Assert.Equal(1, Charges);
    }

    [Fact]
    public void ItemRejectedForReusedReferenceDoesNotBlockMatchingItem()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.PermissionDenied);
        RunBatch(Row(Acme, "a"));
        Server.Faults.Before = null;

        var run = RunBatch(Row(Acme, "a", "11"), Row(Acme, "a"));

        AssertError(run.OnlyError, "ReferenceReused", ErrorCategory.InvalidArgument, "a");
        Assert.Equal(10, OnlyCharge(run).Total);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void DuplicateReferenceIsChargedOnceAndWritesWarning()
    {
        var run = RunBatch(Row(Acme, "a"), Row(Acme, "A "));

        Assert.Equal("a", OnlyCharge(run).Reference);
        Assert.Equal(["Reference A occurs more than once. The charge is made once."], run.Warnings);
        Assert.Equal(1, Charges);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void ItemWithoutReferenceIsRejected(string? reference)
    {
        var run = RunBatch(Row(Acme, reference), Row(Acme, "b"));

        AssertError(run.OnlyError, "ReferenceRequired", ErrorCategory.InvalidArgument, null);
        Assert.Equal("b", OnlyCharge(run).Reference);
    }

    /// <summary>Running the batch again without the ledger would charge every item again.</summary>
    [Fact]
    public void ItemWithReferenceIsNotChargedWithoutLedger()
    {
        var run = Run("$rows | New-ViamCharge -Confirm:$false", ("rows", new[] { Row(Acme, "a"), Row(Acme, null) }));

        AssertError(run.OnlyError, "LedgerRequired", ErrorCategory.InvalidArgument, "a");
        Assert.Null(OnlyCharge(run).Reference);
        Assert.Equal(1, Charges);
    }

    [Fact]
    public void InvalidItemDoesNotStopOtherItems()
    {
        var run = RunBatch(Row(Acme, "a", "1e2"), Row("acme", "b"), Row(Acme, "c", "0"), Row(Acme, "d"));

        Assert.Equal(
            ["ParameterArgumentTransformationError", "OrganizationNotFound", "InvalidAmount"],
            run.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0])
        );
        Assert.Equal("d", OnlyCharge(run).Reference);
        Assert.Equal(["d"], Entries().Select(entry => entry.Reference));
    }

    [Fact]
    public void BatchReportsProgress()
    {
        Connect("-TimeoutSec 2");
        WriteIntent("a");
        var host = new FakePSHost();
        using var engine = EngineCache.Take(host);

        Assert.Single(
            engine.Run(Batch, ("rows", new[] { Row(Acme, "a"), Row(Cascade, "b") }), ("ledger", Ledger)).Output
        );

        var shown = host.Progress.Where(record => record.Activity == "New-ViamCharge").ToArray();
        Assert.Equal("0 of 2 rows are completed", shown[0].StatusDescription);
        Assert.Equal(ProgressRecordType.Completed, shown[^1].RecordType);
    }

    [Fact]
    public void WhatIfReturnsCompletedChargesAndChangesNothing()
    {
        Charge(Row(Acme, "a"));
        WriteIntent("b");
        var before = File.ReadAllBytes(Ledger);
        var sent = CountRequests("GetInvoicesSummary");

        var charge = Assert.Single(
            Get<Charge>(
                Batch + "-WhatIf",
                ("rows", new[] { Row(Acme, "a"), Row(Acme, "b"), Row(Acme, "c") }),
                ("ledger", Ledger)
            )
        );

        Assert.Equal("a", charge.Reference);
        Assert.Equal((1, sent), (Charges, CountRequests("GetInvoicesSummary")));
        Assert.Equal(before, File.ReadAllBytes(Ledger));
        Assert.Empty(RunSuccessfully(Batch + "-WhatIf", ("rows", new[] { Row(Acme, "a") }), ("ledger", Ledger + "2")));
        Assert.False(File.Exists(Ledger + "2"));
    }

    [Fact]
    public void DeclinedItemIsNotCharged()
    {
        var host = new FakePSHost { Choice = "No" };
        using var engine = EngineCache.Take(host);

        var run = engine.Run(
            "$rows | New-ViamCharge -LedgerPath $ledger",
            ("rows", new[] { Row(Acme, "a"), Row(Cascade, "b") }),
            ("ledger", Ledger)
        );

        Assert.Empty(run.Everything);
        Assert.Equal(["Charge 2 organizations, 20.00 USD in total?"], host.Prompts);
        Assert.Equal(0, Charges);
        Assert.Empty(Entries());
    }

    [Fact]
    public void UserIsNotPromptedForCompletedItem()
    {
        Charge(Row(Acme, "a"));
        var host = new FakePSHost { Choice = "Yes" };
        using var engine = EngineCache.Take(host);

        var run = engine.Run(
            "$rows | New-ViamCharge -LedgerPath $ledger",
            ("rows", new[] { Row(Acme, "a"), Row(Acme, "b") }),
            ("ledger", Ledger)
        );

        Assert.Equal(["a", "b"], run.Of<Charge>().Select(charge => charge.Reference));
        Assert.Single(host.Prompts);
    }
}
