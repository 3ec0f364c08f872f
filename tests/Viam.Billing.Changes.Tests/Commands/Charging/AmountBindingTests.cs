using Viam.Billing.Contract;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// Amounts as PowerShell binds them, to the cmdlet and to a proxy function of it, which has the types of its parameters
/// and none of its attributes.
/// </summary>
public sealed class AmountBindingTests : ChargeTest
{
    public static TheoryData<string> Refused =>
        [
            "12,50",
            "'12,50'",
            "'1,000.00'",
            "'1.000'",
            "'1e2'",
            "'$5'",
            "''",
            "' '",
            "'five'",
            "$true",
            "$false",
            "$null",
            "@()",
            "@(5)",
            "1,500",
            "@{}",
            "@{ Value = 5 }",
            "([char]'5')",
            "([datetime]::Now)",
            "([pscustomobject]@{ Value = 5 })",
            "([double]::NaN)",
            "1e300",
        ];

    private protected override void Prepare()
    {
        base.Prepare();
        RunSuccessfully(
            """
            $command = [System.Management.Automation.CommandMetadata]::new((Get-Command New-ViamCharge))
            $proxy = [scriptblock]::Create([System.Management.Automation.ProxyCommand]::Create($command))
            ${function:Global:Invoke-ProxiedCharge} = $proxy
            """
        );
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void UnclearAmountIsRefusedThroughAProxy(string typed)
    {
        AssertRefused($"Invoke-ProxiedCharge {Acme} {typed} -Confirm:$false");
        AssertRefused($"Invoke-ProxiedCharge {Acme} 5 -Tax {typed} -Confirm:$false");
        AssertRefused($"Invoke-ProxiedCharge {Acme} 5 -MaximumTotal {typed} -Confirm:$false");
        AssertRefused(
            $"[pscustomobject]@{{ OrganizationId = '{Acme}'; Subtotal = {typed} }} "
                + "| Invoke-ProxiedCharge -Confirm:$false"
        );
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void UnclearAmountIsRefusedByTheCmdlet(string typed)
    {
        AssertRefused($"New-ViamCharge {Acme} {typed} -Confirm:$false");
        AssertRefused($"New-ViamCharge {Acme} 5 -Tax {typed} -Confirm:$false");
        AssertRefused($"New-ViamCharge {Acme} 5 -MaximumTotal {typed} -Confirm:$false");
        AssertRefused(
            $"[pscustomobject]@{{ OrganizationId = '{Acme}'; Subtotal = {typed} }} | New-ViamCharge -Confirm:$false"
        );
    }

    [Theory]
    [InlineData("New-ViamCharge {0} 1,500")]
    [InlineData("New-ViamCharge {0} 5 -Tax 1,500")]
    [InlineData("New-ViamCharge {0} 5 -MaximumTotal 1,500")]
    [InlineData("Compare-ViamUsage {0} -MinimumAmount 1,500")]
    public void ThousandsSeparatorIsExplained(string command) =>
        Assert.Contains(
            "'1,500' is a list of 2 values, because a comma separates values in PowerShell. "
                + "If you mean 1500, write it without the comma.",
            Run(
                string.Format(System.Globalization.CultureInfo.InvariantCulture, command, Acme)
            ).OnlyError.Exception.Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("12.5")]
    [InlineData("'12.50'")]
    [InlineData("' 12.5 '")]
    [InlineData("12.50d")]
    [InlineData("([float]12.5)")]
    [InlineData("([Viam.Billing.UsdAmount]12.5)")]
    public void ClearAmountIsChargedThroughAProxyInEveryCulture(string typed)
    {
        foreach (var culture in new[] { "", "de-DE", "fr-CH" })
        {
            RunSuccessfully(
                $"[cultureinfo]::CurrentCulture = $culture; Invoke-ProxiedCharge {Acme} {typed} -Confirm:$false; "
                    + $"[pscustomobject]@{{ OrganizationId = '{Acme}'; Subtotal = {typed}; Tax = 1 }} "
                    + "| Invoke-ProxiedCharge -Confirm:$false",
                ("culture", culture)
            );
        }

        Assert.Equal(
            Enumerable
                .Repeat((12.5, 0.0), 3)
                .Zip(Enumerable.Repeat((12.5, 1.0), 3))
                .SelectMany(pair => new[] { pair.First, pair.Second }),
            Requests<ChargeOrganizationRequest>().Select(request => (request.Subtotal, request.Tax))
        );
    }

    [Theory]
    [InlineData("[Viam.Billing.UsdAmount]$true")]
    [InlineData("[Viam.Billing.UsdAmount]'12,50'")]
    [InlineData("[Viam.Billing.UsdAmount]@{ Value = 5 }")]
    [InlineData("[Viam.Billing.UsdAmount]::new(5)")]
    [InlineData("[Viam.Billing.UsdAmount]::new()")]
    public void UnclearAmountIsNotConverted(string script) => Assert.Single(Run(script).Errors);

    [Fact]
    public void AmountIsShownWithItsCents() =>
        Assert.Equal(
            "1234.50",
            Assert
                .Single(
                    RunSuccessfully("[cultureinfo]::CurrentCulture = 'de-DE'; \"$([Viam.Billing.UsdAmount]'1234.5')\"")
                )
                .BaseObject
        );

    private void AssertRefused(string script)
    {
        Assert.NotEmpty(Run(script).Errors);
        Assert.Empty(ServerCharges);
        Assert.Equal(0, CountRequests("GetInvoicesSummary"));
    }
}
