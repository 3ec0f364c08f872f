using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Bank routing numbers are returned only on request.</summary>
public sealed class RoutingNumberTests : CmdletTest
{
    private const string Bluewater = SandboxOrganizations.Bluewater;

    private protected override void Prepare() => Connect();

    [Theory]
    [InlineData("ForEach-Object { $_.PSObject.Properties | ForEach-Object { [string] $_.Value } }")]
    [InlineData("ForEach-Object { [Management.Automation.PSSerializer]::Serialize($_) }")]
    public void RoutingNumberIsOmittedByDefault(string export)
    {
        Assert.DoesNotMatch(@"\b\d{9}\b", Export("", export));
        Assert.Matches(@"\b\d{9}\b", Export("-IncludeRoutingNumber", export));
    }

    [Fact]
    public void IncludeRoutingNumberReturnsRoutingNumber()
    {
        Assert.Null(
            Assert.Single(Get<BillingInformation>($"Get-ViamBillingInformation {Bluewater}")).BankRoutingNumber
        );
        Assert.Matches(
            @"^\d{9}$",
            Assert
                .Single(Get<BillingInformation>($"Get-ViamBillingInformation {Bluewater} -IncludeRoutingNumber"))
                .BankRoutingNumber!
        );
    }

    private string Export(string parameter, string export) =>
        string.Join('\n', Get<string>($"Get-ViamBillingInformation {Bluewater} {parameter} | {export}"));
}
