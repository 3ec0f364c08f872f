using System.Management.Automation;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Batches that are rejected before anything is sent.</summary>
public sealed class BatchLimitTests : BatchApprovalTest
{
    [Theory]
    [InlineData("-MaximumTotal 30", true)]
    [InlineData("-MaximumTotal 29.99", false)]
    public void BatchAboveMaximumTotalIsRejectedBeforeCharging(string arguments, bool isSent)
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
    public void ChargeWithoutLedgerExceedingMaximumTotalIsNotSent()
    {
        var run = Run("$ids | New-ViamCharge -Subtotal 10 -MaximumTotal 20 -Confirm:$false", ("ids", Owned[..4]));

        AssertError(run.OnlyError, "MaximumTotalExceeded", ErrorCategory.LimitsExceeded, 30m);
        Assert.Equal((2, 2), (Charges, run.Of<Charge>().Count()));
    }

    [Fact]
    public void PreviewOfChargesWithoutLedgerEndsAtMaximumTotal()
    {
        var run = Run("$ids | New-ViamCharge -Subtotal 10 -MaximumTotal 20 -WhatIf", ("ids", Owned[..4]));

        AssertError(run.OnlyError, "MaximumTotalExceeded", ErrorCategory.LimitsExceeded, 30m);
        Assert.Equal(0, Charges);
    }

    [Theory]
    [InlineData("600")]
    [InlineData("'00:00:00.5'")]
    [InlineData("'2.00:00:00'")]
    public void InvalidResendAfterIsRejected(string time) =>
        Assert.StartsWith(
            "ParameterArgumentValidationError,",
            Run(
                Batch + $"-ResendAfter {time}",
                ("rows", new[] { Row(Acme, "a") }),
                ("ledger", Ledger)
            ).OnlyError.FullyQualifiedErrorId,
            StringComparison.Ordinal
        );

    [Fact]
    public void ResendAfterWithoutLedgerIsRejectedBeforeAnythingIsSent()
    {
        var error = Run($"New-ViamCharge {Acme} 10 -ResendAfter 00:10:00 -Confirm:$false").OnlyError;

        AssertError(error, "LedgerRequired", ErrorCategory.InvalidArgument, target: null);
        Assert.Equal(0, Server.Faults.Count("ChargeOrganization"));
    }
}
