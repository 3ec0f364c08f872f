using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Focus;
using Viam.Billing.Usage;

namespace Viam.Billing.Core.Tests.Focus;

/// <summary>Files keep to the published rules of the specification.</summary>
public sealed class FocusRuleTests
{
    private static readonly IReadOnlyList<FocusRule> s_rules = FocusRule.Load();

    /// <summary>Every resource type that the service has, and one that it may have later.</summary>
    private static readonly string[] s_resourceTypes =
    [
        "Unspecified",
        "DataUpload",
        "DataEgress",
        "RemoteControl",
        "StandardCompute",
        "CloudStorage",
        "BinaryDataCloudStorage",
        "OtherCloudStorage",
        "PerMachine",
        "TriggerNotification",
        "TabularDataCloudStorage",
        "ConfigHistoryCloudStorage",
        "LogsCloudStorage",
        "TrainingLogsCloudStorage",
        "PackagesCloudStorage",
        "BinaryDataUpload",
        "TabularDataUpload",
        "LogsUpload",
        "BinaryDataEgress",
        "TabularDataEgress",
        "LogsEgress",
        "TrainingLogsEgress",
        "TabularDataDatabaseCloudStorage",
        "TabularDataDatabaseCompute",
        "BinaryDataCrossRegionEgress",
        "PipelineSinkCloudStorage",
        "PipelineSinkCompute",
        "PremiumModule",
        "Unknown(99)",
    ];

    public static TheoryData<string, bool> Kinds =>
        new MatrixTheoryData<string, bool>(FocusVersion.All.Select(static version => version.Name), [false, true]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryResourceTypeKeepsToTheRules(string version, bool isDaily) =>
        AssertConforms(EveryResourceType(), version, isDaily);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RandomUsageKeepsToTheRules(string version, bool isDaily) =>
        Generators.Month.Sample(month => AssertConforms(month, version, isDaily), iter: TestSettings.RandomCases(50));

    [Theory]
    [InlineData("1.2", "ProviderName,PublisherName", "ServiceProviderName,HostProviderName")]
    [InlineData("1.3", "ProviderName,PublisherName,ServiceProviderName,HostProviderName", "")]
    [InlineData("1.4", "ServiceProviderName,HostProviderName", "ProviderName,PublisherName")]
    public void VersionHasItsColumnsAndOursComeLast(string version, string present, string absent)
    {
        var names = FocusColumns.Of(FocusVersion.Parse(version)).Select(static column => column.Name).ToArray();

        Assert.All(present.Split(','), name => Assert.Contains(name, names));
        Assert.DoesNotContain(names, name => absent.Split(',').Contains(name));
        Assert.Equal(names, names.OrderBy(static name => name.StartsWith("x_", StringComparison.Ordinal)));
        Assert.All(names, static name => Assert.InRange(name.Length, 1, 50));
    }

    /// <summary>A check that no row can fail would prove nothing.</summary>
    [Theory]
    [InlineData("ServiceName-C-005-C", "ServiceName", "Viam Compute")]
    [InlineData("PricingQuantity-C-005-C", "PricingQuantity", null)]
    [InlineData("BilledCost-C-002-M", "BilledCost", "480")]
    [InlineData("ListUnitPrice-C-008-M", "ListUnitPrice", "-1.0")]
    [InlineData("ListCost-C-009-C", "PricingQuantity", "2.0")]
    [InlineData("BilledCost-C-005-C", "InvoiceIssuerName", "Reseller")]
    [InlineData("ServiceSubcategory-C-004-M", "ServiceSubcategory", "Messaging")]
    [InlineData("BillingPeriodStart-C-002-M", "BillingPeriodStart", "2026-11-01 00:00:00")]
    public void RuleFindsWhatBreaksIt(string id, string column, string? value)
    {
        var rows = Rows(EveryResourceType(), "1.2", isDaily: false);
        var rule = s_rules.Single(rule => rule.Id == id);
        Assert.Empty(rule.Violations(rows));

        rows.First(static row => row["x_ViamResourceType"] == "PerMachine")[column] = value;

        Assert.NotEmpty(rule.Violations(rows));
    }

    [Fact]
    public void HostileNamesAreReadAsTheyWere()
    {
        const string Name = " \"Acme\", Inc.\r\n=1+1\u202E";
        var month = FocusRows.From(EveryResourceType(), new FocusAccount("id", Name), new FocusOptions());

        var row = FocusCsv.Parse(FocusCsv.Write(month.Rows, FocusVersion.V14))[0];

        Assert.Equal(Name, row["BillingAccountName"]);
        Assert.Null(row["ChargeClass"]);
    }

    private static UsageMonth EveryResourceType()
    {
        var start = Snapshots.Utc("2026-11-01");
        SourceUsage Source(string type, string tier, decimal factor) =>
            new()
            {
                Type = type,
                Tier = tier,
                Discount = 12.34m * factor,
                Costs = [.. s_resourceTypes.Select((name, i) => new ResourceCost(name, factor * (i - 1) * 7.01m))],
            };
        return new UsageMonth(
            Enumerable
                .Range(1, 29)
                .Select(day =>
                    Snapshots.Of(
                        start.AddDays(day),
                        start,
                        6_000m * day,
                        Source("Org", "standard", day),
                        Source("Fragment", "standard", day),
                        Source("Org", "vision-plus", day)
                    )
                )
        );
    }

    private static IReadOnlyList<FocusTextRow> Rows(UsageMonth month, string version, bool isDaily)
    {
        var rows = FocusRows.From(
            month,
            new FocusAccount("0f3c6a52-0000-4000-8000-000000000001", "Acme, Inc."),
            new FocusOptions { IsDaily = isDaily }
        );
        return FocusCsv.Parse(FocusCsv.Write(rows.Rows, FocusVersion.Parse(version)));
    }

    private static void AssertConforms(UsageMonth month, string version, bool isDaily)
    {
        var rows = Rows(month, version, isDaily);
        var broken = s_rules
            .Where(rule => rule.AppliesTo(version))
            .SelectMany(rule =>
                rule.Violations(rows).Take(1).Select(row => (rule.Id, Row: string.Join('|', row.Values)))
            );
        Assert.Empty(broken);
    }
}
