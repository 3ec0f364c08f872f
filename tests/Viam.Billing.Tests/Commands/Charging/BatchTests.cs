using System.Collections.Concurrent;
using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Contract;
using Viam.Billing.Files;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Batches with a charge ledger, which can be run again.</summary>
public sealed class BatchTests : ChargeTest
{
    private const string Batch = "$rows | New-ViamCharge -LedgerPath $ledger -Confirm:$false -ReconcileTimeoutSec 0 ";
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private string Service => Server.Address.GetLeftPart(UriPartial.Authority);

    private protected override void Prepare() => Connect("-TimeoutSec 1");

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
    public async Task OrganizationsAreChargedInParallelAndItemsOfOneOrganizationInSequence()
    {
        var (now, most) = (new ConcurrentDictionary<string, int>(), new ConcurrentDictionary<string, int>());
        var gate = new RequestGate(expected: 3);
        Server.Faults.On(
            "ChargeOrganization",
            async context =>
            {
                var organization = ((ChargeOrganizationRequest)Faults.RequestOf(context)).OrgIdToCharge;
                most.AddOrUpdate(
                    organization,
                    now.AddOrUpdate(organization, 1, (_, count) => count + 1),
                    (_, before) => Math.Max(before, now[organization])
                );
                await gate.PassAsync(context);
                now.AddOrUpdate(organization, 0, (_, count) => count - 1);
            }
        );
        using var running = new RunningScript(
            Engine,
            Batch,
            ("rows", Owned[..3].SelectMany(id => new[] { Row(id, id + 1), Row(id, id + 2) }).ToArray()),
            ("ledger", Ledger)
        );

        await gate.Reached;
        Assert.Equal(3, Charges);
        gate.Open();
        running.WaitForEnd();

        Assert.Equal(6, running.Output.Count);
        Assert.Equal([1, 1, 1], most.Values);
    }

    [Fact]
    public void ConcurrentOrganizationsDoNotExceedThrottleLimit()
    {
        var (now, most) = (0, 0);
        Server.Faults.On(
            "ChargeOrganization",
            async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                await Task.Delay(20);
                Interlocked.Decrement(ref now);
            }
        );

        RunSuccessfully(
            Batch + "-ThrottleLimit 1",
            ("rows", Owned.Select(id => Row(id, id)).ToArray()),
            ("ledger", Ledger)
        );

        Assert.Equal((6, 1), (Charges, most));
    }

    [Fact]
    public void RefusedItemWritesErrorAndIsRetriedByNextRun()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.FailedPrecondition, "no payment method");
        var run = RunBatch(Row(Acme, "a"), Row(Acme, "b"));

        Assert.Equal(["a", "b"], run.Errors.Select(error => error.TargetObject));
        Assert.All(
            run.Errors,
            error => Assert.StartsWith("ChargeRefused,", error.FullyQualifiedErrorId, StringComparison.Ordinal)
        );
        Assert.Equal([("a", "Refused"), ("b", "Refused")], Entries().Select(entry => (entry.Reference, entry.State)));
        Assert.Contains("no payment method", Entries()[0].Message, StringComparison.Ordinal);

        Server.Faults.Before = null;
        Assert.Equal(["a", "b"], Charge(Row(Acme, "a"), Row(Acme, "b")).Select(charge => charge.Reference));
    }

    [Fact]
    public void ItemIsNotChargedWhenInvoicesCannotBeListed()
    {
        Server.Faults.Refuse("GetInvoicesSummary", StatusCode.Internal);

        var error = RunBatch(Row(Acme, "a")).OnlyError;

        AssertError(error, "ServiceError", ErrorCategory.NotSpecified, "a");
        AssertNothingWasCharged(error);
        Assert.Equal(0, Charges);
        Assert.Empty(Entries());
    }

    [Fact]
    public void UnknownOutcomeHoldsBackOrganizationForCurrentRunOnly()
    {
        Server.Faults.On(
            "ChargeOrganization",
            context =>
                ((ChargeOrganizationRequest)Faults.RequestOf(context)).OrgIdToCharge == Acme
                    ? throw new RpcException(new Status(StatusCode.Unavailable, "away"))
                    : Task.CompletedTask
        );

        var run = RunBatch(Row(Acme, "a"), Row(Cascade, "b"), Row(Acme, "c", "20"), Row(Cascade, "d"));

        Assert.Equal(["b", "d"], run.Of<Charge>().Select(charge => charge.Reference));
        AssertError(run.Errors[0], "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        AssertError(run.Errors[1], "ChargeHeldBack", ErrorCategory.OperationStopped, "c");
        Assert.Equal("Unknown", Entries().Single(entry => entry.Reference == "a").State);

        Server.Faults.Before = null;
        run = RunBatch(Row(Acme, "a"), Row(Cascade, "b"), Row(Acme, "c", "20"), Row(Cascade, "d"));

        Assert.Equal(["b", "c", "d"], run.Of<Charge>().Select(charge => charge.Reference));
        AssertError(run.OnlyError, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        Assert.Contains(
            "No new invoice of 10.00 USD is listed",
            run.OnlyError.Exception.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Resolve-ViamCharge -LedgerPath",
            run.OnlyError.ErrorDetails.RecommendedAction,
            StringComparison.Ordinal
        );
        Assert.Equal(4, ServerCharges.Count + 1);
    }

    [Fact]
    public void LostResponseIsReconciledByLaterRun()
    {
        var isHidden = true;
        Server.Faults.After = static context =>
            context.IsOf("ChargeOrganization")
                ? throw new RpcException(new Status(StatusCode.Unavailable, ""))
                : Task.CompletedTask;
        RewriteInvoiceList(summary =>
        {
            if (isHidden)
            {
                HideCharges(summary);
            }
        });
        Assert.StartsWith(
            "ChargeOutcomeUnknown,",
            RunBatch(Row(Acme, "a")).OnlyError.FullyQualifiedErrorId,
            StringComparison.Ordinal
        );

        isHidden = false;
        var charge = Assert.Single(Charge(Row(Acme, "a")));

        Assert.Equal((Assert.Single(ServerCharges).InvoiceId, true), (charge.InvoiceId, charge.Reconciled));
        Assert.Equal(1, Charges);
    }

    /// <summary>It can't be determined which reference the only new invoice belongs to.</summary>
    [Fact]
    public void InvoiceMatchingTwoReferencesIsAssignedToNeither()
    {
        var charge = new ChargeRequest(Acme, 10m, 0m, null, null, NoConfirmationEmail: false);
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            foreach (var reference in new[] { "a", "b" })
            {
                ledger.AddIntent(reference, charge, Service, Listed(Acme));
                ledger.AddLost(reference, "");
            }
        }
        ChargeInAnotherSession("10");

        var run = RunBatch(Row(Acme, "a"), Row(Acme, "b"));

        Assert.Empty(run.Output);
        Assert.All(
            run.Errors,
            error =>
                Assert.Contains("could belong to another charge", error.Exception.Message, StringComparison.Ordinal)
        );
        Assert.Equal(["a", "b"], run.Errors.Select(error => error.TargetObject));
        Assert.Equal(1, Charges);
    }

    /// <summary>The first charge was confirmed, but its invoice is listed only after the second intent.</summary>
    [Fact]
    public void InvoiceOfAnotherReferenceDoesNotReconcilePendingItem()
    {
        var listed = Listed(Acme);
        Charge(Row(Acme, "a"));
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            ledger.AddIntent("b", new(Acme, 10m, 0m, null, null, NoConfirmationEmail: false), Service, listed);
        }

        var run = RunBatch(Row(Acme, "a"), Row(Acme, "b"));

        Assert.Equal(("a", false), (OnlyCharge(run).Reference, OnlyCharge(run).Reconciled));
        AssertError(run.OnlyError, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "b");
        Assert.Equal(1, Charges);
    }

    [Fact]
    public void PendingItemWithMatchingInvoiceIsReconciledAndNotSent()
    {
        WriteIntent("a");
        ChargeInAnotherSession("10");

        var charge = Assert.Single(Charge(Row(Acme, "a")));

        Assert.Equal((Assert.Single(ServerCharges).InvoiceId, true, 1), (charge.InvoiceId, charge.Reconciled, Charges));
    }

    /// <summary>A missing invoice doesn't prove that the charge wasn't made.</summary>
    [Fact]
    public void InterruptedChargeWithoutInvoiceIsUnknownAndNotSentAgain()
    {
        WriteIntent("a");

        for (var run = 0; run < 3; run++)
        {
            var error = RunBatch(Row(Acme, "a"), Row(Acme, "b", "20")).OnlyError;
            AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
            Assert.DoesNotContain(
                "Nothing was charged",
                error.ErrorDetails.RecommendedAction,
                StringComparison.Ordinal
            );
        }

        Assert.Equal(["b"], Entries().Where(entry => entry.State == "Charged").Select(entry => entry.Reference));
        Assert.Equal(("Unknown", 1), (Entries().Single(entry => entry.Reference == "a").State, Charges));
    }

    [Fact]
    public void InterruptedChargeIsSentAgainAfterResendAfterInterval()
    {
        WriteIntent("a");
        var begun = TimeProvider.System.GetTimestamp();

        var charge = Assert.Single(
            Get<Charge>(Batch + "-ResendAfter 0:0:2", ("rows", new[] { Row(Acme, "a") }), ("ledger", Ledger))
        );

        Assert.Equal((Assert.Single(ServerCharges).InvoiceId, false), (charge.InvoiceId, charge.Reconciled));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void BatchReportsProgress()
    {
        Connect("-TimeoutSec 2");
        WriteIntent("a");
        var host = new FakePSHost();
        using var engine = new PowerShellEngine(host: host);

        Assert.Single(
            engine.Run(Batch, ("rows", new[] { Row(Acme, "a"), Row(Cascade, "b") }), ("ledger", Ledger)).Output
        );

        var shown = host.Progress.Where(record => record.Activity == "New-ViamCharge").ToArray();
        Assert.Equal("0 of 2 rows are completed", shown[0].StatusDescription);
        Assert.Equal(ProgressRecordType.Completed, shown[^1].RecordType);
    }

    [Fact]
    public void PendingItemIsNotChargedAgainWhenNewInvoiceHasOtherAmount()
    {
        WriteIntent("a");
        ChargeInAnotherSession("9.99");

        var run = RunBatch(Row(Acme, "a"), Row(Acme, "b"));

        AssertError(run.OnlyError, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        Assert.Contains("but 1 with other amounts", run.OnlyError.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("b", OnlyCharge(run).Reference);
        Assert.Equal(2, Charges);
    }

    [Fact]
    public void PendingItemIsNotChargedAgainWhenInvoicesCannotBeListed()
    {
        WriteIntent("a");
        Server.Faults.Refuse("GetInvoicesSummary", StatusCode.Internal, "no list");

        var error = RunBatch(Row(Acme, "a")).OnlyError;

        AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, "a");
        Assert.Contains("no list", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(("Pending", 0), (Assert.Single(Entries()).State, Charges));
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
        using var engine = new PowerShellEngine(host: host);

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
        using var engine = new PowerShellEngine(host: host);

        var run = engine.Run(
            "$rows | New-ViamCharge -LedgerPath $ledger",
            ("rows", new[] { Row(Acme, "a"), Row(Acme, "b") }),
            ("ledger", Ledger)
        );

        Assert.Equal(["a", "b"], run.Of<Charge>().Select(charge => charge.Reference));
        Assert.Single(host.Prompts);
    }

    [Fact]
    public async Task StoppedBatchSendsNoMoreChargesAndRecordsSentCharge()
    {
        Connect("-TimeoutSec 30");
        var gate = new RequestGate();
        Server.Faults.After = context =>
            context.IsOf("ChargeOrganization") ? gate.PassAsync(context) : Task.CompletedTask;
        using var running = new RunningScript(
            Engine,
            Batch,
            ("rows", new[] { Row(Acme, "a"), Row(Acme, "b") }),
            ("ledger", Ledger)
        );
        await gate.Reached;

        var stopping = Task.Run(running.Stop, TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        gate.Open();
        await stopping;

        Assert.Equal([("a", "Charged")], Entries().Select(entry => (entry.Reference, entry.State)));
        Assert.Equal(1, Charges);
    }

    [Fact]
    public async Task BatchStoppedWithoutResponseRecordsUnknownOutcome()
    {
        Connect("-TimeoutSec 30");
        var hanging = new HangingRequest();
        Server.Faults.After = context =>
            context.IsOf("ChargeOrganization") ? hanging.HangAsync(context.CancellationToken) : Task.CompletedTask;
        using var running = new RunningScript(Engine, Batch, ("rows", new[] { Row(Acme, "a") }), ("ledger", Ledger));
        await hanging.Started;

        Assert.InRange(running.Stop(), TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(15));

        Assert.Equal([("a", "Unknown")], Entries().Select(entry => (entry.Reference, entry.State)));
        Server.Faults.After = null;
        Assert.True(Assert.Single(Charge(Row(Acme, "a"))).Reconciled);
        Assert.Equal(1, Charges);
    }

    [Fact]
    public async Task BatchStoppedBeforeSendingSendsNothing()
    {
        var hanging = HangingRequest.At(Server, "GetInvoicesSummary");
        using var running = new RunningScript(Engine, Batch, ("rows", new[] { Row(Acme, "a") }), ("ledger", Ledger));
        await hanging.Started;

        Assert.InRange(running.Stop(), TimeSpan.Zero, s_second);

        Assert.Empty(Entries());
        Assert.Equal(0, Charges);
    }

    [Fact]
    public void ItemsNotSentWhenDownstreamStopsAreChargedByNextRun()
    {
        Engine.Run("Import-Module -Assembly $assembly", ("assembly", typeof(Commands.StopAfterFirstCommand).Assembly));
        PSObject[] rows = [.. Enumerable.Range(1, 20).Select(i => Row(Acme, $"{i}"))];
        Server.Faults.On("ChargeOrganization", _ => Task.Delay(20));

        Assert.Single(RunSuccessfully(Batch + "| Stop-AfterFirst", ("rows", rows), ("ledger", Ledger)));
        Assert.InRange(ServerCharges.Count, 1, 19);

        Assert.All(Entries(), entry => Assert.Contains(entry.State, new[] { "Charged", "NotCharged" }));
        Assert.Equal(20, Charge(rows).Count);
        Assert.Equal(20, ServerCharges.Count);
    }

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

    /// <summary>Creates an item as Import-Csv does.</summary>
    private static PSObject Row(
        string organization,
        string? reference,
        string subtotal = "10",
        string tax = "0",
        string? description = null
    )
    {
        var row = new PSObject();
        (string Name, string? Value)[] cells =
        [
            ("OrganizationId", organization),
            ("Subtotal", subtotal),
            ("Tax", tax),
            ("Description", description ?? ""),
            ("Reference", reference),
            ("Note", "x"),
        ];
        foreach (var (name, value) in cells)
        {
            row.Properties.Add(new PSNoteProperty(name, value));
        }

        return row;
    }

    private PowerShellRun RunBatch(params PSObject[] rows) => Run(Batch, ("rows", rows), ("ledger", Ledger));

    /// <summary>Runs a batch in which every item must be charged.</summary>
    private IReadOnlyList<Charge> Charge(params PSObject[] rows) =>
        Get<Charge>(Batch, ("rows", rows), ("ledger", Ledger));

    private IReadOnlyList<ChargeLedgerEntry> Entries() =>
        Get<ChargeLedgerEntry>("Get-ViamChargeLedger $ledger", ("ledger", Ledger));

    private string[] Listed(string organization) =>
        [.. Get<Invoice>($"Get-ViamInvoice {organization}").Select(invoice => invoice.InvoiceId)];

    /// <summary>Makes a charge that this session doesn't know about, such as the charge of a killed run.</summary>
    private void ChargeInAnotherSession(string subtotal)
    {
        RunSuccessfully($"New-ViamCharge {Acme} {subtotal} -Confirm:$false");
        Connect("-TimeoutSec 1");
    }

    /// <summary>Writes an intent without an outcome, as a crash leaves it.</summary>
    private void WriteIntent(string reference)
    {
        using var ledger = ChargeLedger.Open(Ledger);
        ledger.AddIntent(reference, new(Acme, 10m, 0m, null, null, NoConfirmationEmail: false), Service, Listed(Acme));
    }
}
