using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Shared;

namespace Viam.Billing.Tests.Commands;

/// <summary>With -ThrottleLimit 1, the results of a record are emitted before the next record is read.</summary>
public sealed class OneAtATimeTests : CmdletTest
{
    private const string Address =
        "-AddressLine1 '1 Main St' -City Pittsburgh -State PA -ZipCode 15222 -Country US -PassThru -Confirm:$false";

    private protected override void Prepare() => Connect();

    /// <summary>
    /// The commands, and the property of the objects that are piped to them, and of their results, that must be equal.
    /// </summary>
    public static TheoryData<string, string, string> Commands { get; } =
        new()
        {
            { "Get-ViamOrganization", "OrganizationId", "OrganizationId" },
            { "Get-ViamLocation", "OrganizationId", "OrganizationId" },
            { "Get-ViamInvoice -Latest 2", "OrganizationId", "OrganizationId" },
            { "Get-ViamInvoiceAging", "OrganizationId", "OrganizationId" },
            { "Get-ViamOutstandingBalance", "OrganizationId", "OrganizationId" },
            { "Get-ViamCurrentMonthUsage", "OrganizationId", "OrganizationId" },
            { "Get-ViamBillingInformation", "OrganizationId", "OrganizationId" },
            { "Get-ViamBillingService", "OrganizationId", "OrganizationId" },
            { "Get-ViamBillingTier", "OrganizationId", "OrganizationId" },
            { "Get-ViamUsageForecast -AllowEarly -StorePath $folder", "OrganizationId", "OrganizationId" },
            { "Test-ViamBudget -Budget 1000000 -StorePath $folder", "OrganizationId", "OrganizationId" },
            { "Save-ViamUsageSnapshot -StorePath $folder", "OrganizationId", "OrganizationId" },
            { "Get-ViamLocationBillingOrganization", "LocationId", "LocationId" },
            { "Save-ViamInvoicePdf -Path $folder -PassThru", "InvoiceId", "BaseName" },
            { "New-ViamCharge -Subtotal 5 -Confirm:$false", "OrganizationId", "OrganizationId" },
            { "Set-ViamBillingTier -BillingTier growth -PassThru -Confirm:$false", "OrganizationId", "OrganizationId" },
            { $"Set-ViamBillingService {Address}", "OrganizationId", "OrganizationId" },
            { "Disable-ViamBillingService -PassThru -Confirm:$false", "OrganizationId", "OrganizationId" },
            { $"Enable-ViamBillingService {Address}", "OrganizationId", "OrganizationId" },
            {
                $"Send-ViamPaymentRequiredEmail -BillingOwnerOrganization {SandboxOrganizations.Harborlight} -PassThru",
                "OrganizationId",
                "CustomerOrganizationId"
            },
            {
                $"Set-ViamLocationBillingOrganization -BillingOrganization {SandboxOrganizations.Acme} -PassThru "
                    + "-Confirm:$false",
                "LocationId",
                "LocationId"
            },
        };

    [Theory]
    [MemberData(nameof(Commands))]
    public void PipelineVariableHasTheObjectOfEachResult(string command, string input, string output)
    {
        if (command.Contains("BillingTier", StringComparison.Ordinal))
        {
            ConnectAsBillingAdmin();
        }
        using var folder = new TemporaryFolder();
        var inputs = GetInputs(command, input);

        var run = Run(
            $"$inputs | ForEach-Object {{ $_ }} "
                + $"-PipelineVariable current | {command} -ThrottleLimit 1 | "
                + $"ForEach-Object {{ [Tuple]::Create([string]$current.{input}, [string]$_.{output}) }}",
            ("inputs", inputs),
            ("folder", folder.FullName)
        );

        Assert.Empty(run.Errors);
        var pairs = run.Of<Tuple<string, string>>();
        Assert.All(pairs, static pair => Assert.Contains(pair.Item1, pair.Item2, StringComparison.Ordinal));
        Assert.Equal(
            inputs.Select(item => item.Properties[input].Value.ToString()!),
            pairs.Select(static pair => pair.Item1).Distinct()
        );
    }

    [Fact]
    public void EveryCommandThatEmitsWhileItReadsIsTested() =>
        Assert.Equal(
            Get<string>(
                "(Get-Command -Module Viam.Billing | Where-Object { $_.Parameters.ContainsKey('ThrottleLimit') }).Name "
                    // These write their results at the end of the pipeline.
                    + "-notmatch '^(Compare|Export|Wait)-'"
            ),
            Commands.Select(static row => row.Data.Item1.Split(' ')[0]).Order(StringComparer.Ordinal)
        );

    /// <summary>Three objects with a property.</summary>
    private IReadOnlyList<PSObject> GetInputs(string command, string property)
    {
        const string ToEnable =
            $"'{SandboxOrganizations.Acme}', '{SandboxOrganizations.Bluewater}', "
            + $"'{SandboxOrganizations.Cascade}'";
        if (
            command.StartsWith("Set-ViamBillingService", StringComparison.Ordinal)
            || command.StartsWith("Disable-", StringComparison.Ordinal)
        )
        {
            RunSuccessfully($"{ToEnable} | Enable-ViamBillingService {Address}");
        }
        return RunSuccessfully(
            property switch
            {
                "LocationId" => $"(Get-ViamLocation {SandboxOrganizations.Acme})[0..2]",
                "InvoiceId" => $"{ToEnable} | Get-ViamInvoice -Latest 1",
                _ => $"{ToEnable} | ForEach-Object {{ [pscustomobject]@{{ OrganizationId = $_ }} }}",
            }
        );
    }

    [Fact]
    public void NothingIsReadAhead()
    {
        var sent = new List<int>();
        Func<object, object> count = item =>
        {
            sent.Add(CountRequests("GetInvoicesSummary"));
            return item;
        };

        RunSuccessfully(
            "$ids | ForEach-Object { $count.Invoke($_) } | Get-ViamInvoice -Latest 1 -ThrottleLimit 1",
            ("ids", Owned),
            ("count", count)
        );

        Assert.Equal(Enumerable.Range(0, Owned.Length), sent);
    }
}
