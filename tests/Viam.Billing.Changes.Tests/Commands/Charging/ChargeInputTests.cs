using System.Management.Automation;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// Which objects New-ViamCharge accepts from the pipeline, and how often it charges the same organization.
/// </summary>
public sealed class ChargeInputTests : ChargeTest
{
    /// <summary>The change that Select-Object makes to type names.</summary>
    private const string Selected =
        "ForEach-Object { $one = $_; $new = [psobject]::new(); "
        + "foreach ($property in $one.psobject.Properties) { "
        + "$new.psobject.Properties.Add([psnoteproperty]::new($property.Name, $property.Value)) }; "
        + "$new.psobject.TypeNames.Insert(0, 'Selected.' + $one.psobject.TypeNames[0]); $new }";

    private const string Roundtrip =
        "ForEach-Object { [Management.Automation.PSSerializer]::Deserialize("
        + "[Management.Automation.PSSerializer]::Serialize($_)) }";

    /// <summary>Expressions that return an object with an organization.</summary>
    public static TheoryData<string> OtherObjects =>
        [
            $"Get-ViamCurrentMonthUsage {Acme}",
            $"Get-ViamInvoice {Acme} -Latest 1",
            $"Get-ViamOutstandingBalance {Acme}",
            $"Get-ViamBillingInformation {Acme}",
            $"(Get-ViamLocation {Acme})[0]",
            $"Connect-ViamBilling -Sandbox -OrganizationId {Acme} -PassThru",
            "$charge",
            "$entry",
        ];

    [Theory]
    [MemberData(nameof(OtherObjects))]
    public void OtherObjectOfThisModuleIsRefused(string source)
    {
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            ledger.AddIntent("a", new(Acme, 5m, 0m, null, null, NoConfirmationEmail: false), "http://here", []);
        }
        var charge = Assert.Single(Get<Charge>($"New-ViamCharge {Acme} 5 -Confirm:$false"));
        var entry = Assert.Single(Get<ChargeLedgerEntry>("Get-ViamChargeLedger $ledger", ("ledger", Ledger)));
        foreach (
            var how in new[]
            {
                "",
                $" | {Selected}",
                $" | {Roundtrip}",
                $" | {Selected} | {Roundtrip}",
                $" | {Roundtrip} | {Selected}",
            }
        )
        {
            foreach (var arguments in new[] { "-Subtotal 5", $"-OrganizationId {Cascade} -Subtotal 5" })
            {
                var run = Run(
                    $"$objects = @({source}{how}); $objects | New-ViamCharge {arguments} -Confirm:$false",
                    ("charge", charge),
                    ("entry", entry)
                );

                var error = run.OnlyError;
                Assert.StartsWith("InputNotSupported,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
                Assert.Equal(ErrorCategory.InvalidType, error.CategoryInfo.Category);
                Assert.Contains("Viam.Billing.", error.Exception.Message, StringComparison.Ordinal);
                Assert.Empty(run.Output);
            }
        }
        Assert.Single(ServerCharges);
    }

    [Fact]
    public void UsageOfAllOrganizationsIsNotCharged()
    {
        var run = Run("Get-ViamOrganization | Get-ViamCurrentMonthUsage | New-ViamCharge -Confirm:$false");

        Assert.Equal(Owned.Length, run.Errors.Count);
        Assert.All(
            run.Errors,
            error => Assert.StartsWith("InputNotSupported,", error.FullyQualifiedErrorId, StringComparison.Ordinal)
        );
        Assert.Equal((0, 0), (Charges, CountRequests("GetInvoicesSummary")));
    }

    [Theory]
    [InlineData("$organization")]
    [InlineData("$organization | " + Selected)]
    [InlineData("$organization | " + Roundtrip)]
    [InlineData("$organization.OrganizationId")]
    [InlineData("[guid]$organization.OrganizationId")]
    [InlineData("@{ OrganizationId = $organization.OrganizationId } | ForEach-Object { [pscustomobject]$_ }")]
    public void OrganizationIsCharged(string source)
    {
        var charge = Assert.Single(
            Get<Charge>(
                $"$organization = Get-ViamOrganization | Where-Object OrganizationId -eq {Acme}; {source} "
                    + "| New-ViamCharge -Subtotal 5 -Confirm:$false"
            )
        );

        Assert.Equal((Acme, 5m), (charge.OrganizationId, charge.Total));
    }

    [Fact]
    public void ObjectThatNothingIsTakenFromIsRefused()
    {
        var run = Run(
            $"1, 'x', [datetime]::Now, [pscustomobject]@{{ Note = 1 }} "
                + $"| New-ViamCharge -OrganizationId {Acme} -Subtotal 5 -AllowRepeatedOrganization -Confirm:$false"
        );

        Assert.Equal(4, run.Errors.Count);
        Assert.All(
            run.Errors,
            error => Assert.StartsWith("InputNotSupported,", error.FullyQualifiedErrorId, StringComparison.Ordinal)
        );
        Assert.Equal(0, Charges);
    }

    [Fact]
    public void RowForAnOrganizationOfTheArgumentIsCharged()
    {
        RunSuccessfully(
            $"[pscustomobject]@{{ Subtotal = 5 }}, [pscustomobject]@{{ Subtotal = 6 }} "
                + $"| New-ViamCharge -OrganizationId {Acme} -AllowRepeatedOrganization -Confirm:$false"
        );

        Assert.Equal([5m, 6m], ServerCharges.Select(charge => charge.Subtotal));
    }

    [Fact]
    public void RepeatedOrganizationWithoutALedgerIsRefused()
    {
        var run = Run(
            "$ids | New-ViamCharge -Subtotal 5 -Confirm:$false",
            ("ids", new[] { Acme, Cascade, Acme.ToUpperInvariant(), Acme })
        );

        Assert.Equal([Acme, Cascade], run.Of<Charge>().Select(charge => charge.OrganizationId));
        Assert.Equal(2, run.Errors.Count);
        Assert.All(
            run.Errors,
            error => AssertError(error, "OrganizationRepeated", ErrorCategory.InvalidArgument, Acme)
        );
        Assert.Equal(2, ServerCharges.Count);
    }

    [Theory]
    [InlineData("Yes", 3)]
    [InlineData("No", 0)]
    public void RepeatedOrganizationIsPermittedAndStillConfirmed(string answer, int charges)
    {
        var host = new FakePSHost { Choice = answer };
        using var engine = EngineCache.Take(host);

        var run = engine.Run(
            "$ids | New-ViamCharge -Subtotal 5 -AllowRepeatedOrganization",
            ("ids", new[] { Acme, Acme, Acme })
        );

        Assert.Empty(run.Errors);
        Assert.Equal((3, charges), (host.Prompts.Count, ServerCharges.Count));
    }

    [Fact]
    public void RepeatedOrganizationWithALedgerIsCharged()
    {
        RunSuccessfully(
            $"'a', 'b' | ForEach-Object {{ [pscustomobject]@{{ OrganizationId = '{Acme}'; Subtotal = 5; "
                + $"Reference = $_ }} }} | New-ViamCharge -LedgerPath $ledger -Confirm:$false",
            ("ledger", Ledger)
        );

        Assert.Equal(2, ServerCharges.Count);
    }

    [Fact]
    public void OrganizationOfAnotherPipelineIsNotRepeated()
    {
        RunSuccessfully($"New-ViamCharge {Acme} 5 -Confirm:$false; New-ViamCharge {Acme} 5 -Confirm:$false");

        Assert.Equal(2, ServerCharges.Count);
    }
}
