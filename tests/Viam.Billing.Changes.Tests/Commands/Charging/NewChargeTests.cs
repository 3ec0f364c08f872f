using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Single charges: requests, amounts, and confirmation.</summary>
public sealed class NewChargeTests : NewChargeTest
{
    [Fact]
    public void AllFieldsAreSentOnceAndReturned()
    {
        var charge = Assert.Single(
            Get<Charge>(
                $"New-ViamCharge {Acme} 1234.56 98.77 -Description 'Réparation' -BrandingOrganizationId "
                    + $"{SandboxOrganizations.Harborlight} -NoConfirmationEmail -Confirm:$false"
            )
        );

        Assert.Equal(
            new ChargeOrganizationRequest
            {
                OrgIdToCharge = Acme,
                Subtotal = 1234.56,
                Tax = 98.77,
                Description = "Réparation",
                OrgIdForBranding = SandboxOrganizations.Harborlight,
                DisableConfirmationEmail = true,
            },
            Assert.Single(Requests<ChargeOrganizationRequest>())
        );
        Assert.Equal(
            (Acme, Assert.Single(ServerCharges).InvoiceId, 1234.56m, 98.77m, 1333.33m, "Réparation", false, null),
            (
                charge.OrganizationId,
                charge.InvoiceId,
                charge.Subtotal,
                charge.Tax,
                charge.Total,
                charge.Description,
                charge.Reconciled,
                charge.Reference
            )
        );
    }

    [Fact]
    public void OmittedFieldsAreNotSent()
    {
        var charge = Assert.Single(
            Get<Charge>($"'{Acme}' | New-ViamCharge -Subtotal 5 -Description ' ' -Confirm:$false")
        );

        Assert.Equal(
            new ChargeOrganizationRequest { OrgIdToCharge = Acme, Subtotal = 5 },
            Assert.Single(Requests<ChargeOrganizationRequest>())
        );
        Assert.Equal((0m, 5m, null), (charge.Tax, charge.Total, charge.Description));
    }

    [Fact]
    public void InvoicesAreListedBeforeChargeAndNotAfterResponse()
    {
        RunSuccessfully(Charge);

        Assert.Equal(
            ["Authenticate", "GetInvoicesSummary", "ChargeOrganization"],
            Server
                .Faults.RecordedCalls.Select(call => call.Method.Split('/')[^1])
                // The names of organizations are read beside the charge.
                .Where(method => method != "ListOrganizations")
        );
    }

    [Theory]
    [InlineData("Yes", 3, 3)]
    [InlineData("Yes to All", 1, 3)]
    [InlineData("No", 3, 0)]
    [InlineData("No to All", 1, 0)]
    public void ConfirmationPromptShowsOrganizationNameAndTotal(string answer, int questions, int charges)
    {
        var host = new FakePSHost { Choice = answer };
        using var engine = EngineCache.Take(host);

        var run = engine.Run("$ids | New-ViamCharge -Subtotal 1234.5 -Tax 0.06", ("ids", Owned[..3]));

        Assert.Empty(run.Errors);
        Assert.Equal(questions, host.Prompts.Count);
        Assert.Contains(
            $"Performing the operation \"Charge 1,234.56 USD\" on target \"organization Acme Robotics ({Acme})\".",
            host.Prompts[0],
            StringComparison.Ordinal
        );
        Assert.Equal((charges, charges), (Charges, run.Output.Count));
    }

    [Theory]
    [InlineData($"New-ViamCharge {Acme} 5 -WhatIf")]
    [InlineData($"$WhatIfPreference = $true; New-ViamCharge {Acme} 5; $WhatIfPreference = $false")]
    public void WhatIfShowsOrganizationNameAndTotalAndChargesNothing(string script)
    {
        var host = new FakePSHost();
        using var engine = EngineCache.Take(host);

        Assert.Empty(engine.Run(script).Everything);

        Assert.Contains(
            $"What if: Performing the operation \"Charge 5.00 USD\" on target \"organization Acme Robotics ({Acme})\".",
            host.WrittenLines
        );
        Assert.Equal((0, 0), (Charges, CountRequests("GetInvoicesSummary")));
    }

    [Fact]
    public void NothingIsChargedWhenHostCannotPrompt()
    {
        Assert.NotEmpty(Run($"New-ViamCharge {Acme} 5").Errors);

        Assert.Equal(0, Charges);
    }

    [Theory]
    [InlineData("' 12 '", 12)]
    [InlineData("'12.50'", 12.5)]
    [InlineData("'+12.5'", 12.5)]
    [InlineData("(0.1 + 0.2)", 0.3)]
    [InlineData("([float]12.5)", 12.5)]
    [InlineData("10.00d", 10)]
    [InlineData("([long]7)", 7)]
    [InlineData("999999.99", 999999.99)]
    public void AmountIsParsedIndependentlyOfCulture(string typed, double expected)
    {
        foreach (var culture in new[] { "", "de-DE", "fr-CH" })
        {
            RunSuccessfully(
                "[cultureinfo]::CurrentCulture = $culture; New-ViamCharge $id " + typed + " -Confirm:$false",
                ("culture", culture),
                ("id", Acme)
            );
        }

        Assert.Equal(
            [expected, expected, expected],
            Requests<ChargeOrganizationRequest>().Select(request => request.Subtotal)
        );
    }

    [Fact]
    public void DescriptionAllowsThousandSurrogatePairs()
    {
        RunSuccessfully(Charge + " -Description ('\U0001F916' * 1000)");

        Assert.Equal(2000, Assert.Single(ServerCharges).Description!.Length);
    }

    [Fact]
    public void PipedObjectsBindByPropertyName()
    {
        var charges = Get<Charge>(
            """
            [pscustomobject] @{
                No = '1'; Id = 'x'; OrganizationId = $acme; Subtotal = '10.50'; Tax = '0.50'; Description = 'a'
                Total = '99'; Note = 'y'
            },
            [pscustomobject] @{ OrgId = $cascade.ToUpperInvariant(); Subtotal = '7' },
            [pscustomobject] @{ OrganizationId = [guid] $acme; Subtotal = 3 } |
                New-ViamCharge -AllowRepeatedOrganization -Confirm:$false
            """,
            ("acme", Acme),
            ("cascade", Cascade)
        );

        Assert.Equal(
            [(Acme, 10.5m, 0.5m, "a"), (Cascade, 7m, 0m, null), (Acme, 3m, 0m, null)],
            charges.Select(charge => (charge.OrganizationId, charge.Subtotal, charge.Tax, charge.Description))
        );
    }
}
