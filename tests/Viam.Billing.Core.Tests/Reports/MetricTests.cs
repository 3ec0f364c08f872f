using System.Text;
using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Files;
using Viam.Billing.Reports;

namespace Viam.Billing.Core.Tests.Reports;

public sealed class MetricTests
{
    private static readonly DateTime s_readAt = Snapshots.Utc("2026-11-25T03:15:02Z");

    [Fact]
    public void EveryMetricHasASampleOfAnOrganization()
    {
        var samples = Parse(Whole("id", "Acme"));

        Assert.Equal(
            [
                ("viam_usage_month_to_date_dollars", "", 678.86),
                ("viam_usage_forecast_dollars", "", 815.10),
                ("viam_invoice_overdue_dollars", "Days1To30", 100.5),
                ("viam_invoice_overdue_dollars", "Days31To60", 0),
                ("viam_invoice_overdue_dollars", "Days61To90", 0),
                ("viam_invoice_overdue_dollars", "Over90Days", 40),
                ("viam_billing_read_success", "", 1),
                ("viam_billing_read_timestamp_seconds", "", 1764040502 + (365 * 86_400)),
            ],
            samples.Select(static sample => (sample.Name, sample.Labels.GetValueOrDefault("bucket", ""), sample.Value))
        );
        Assert.All(
            samples,
            static sample =>
                Assert.Equal(("id", "Acme"), (sample.Labels["organization_id"], sample.Labels["organization"]))
        );
    }

    [Fact]
    public void OrganizationThatCouldNotBeReadHasOnlyAFailure()
    {
        var samples = Parse(new OrganizationMetrics("a", null), Whole("b", "B"));

        var failed = Assert.Single(samples, static sample => sample.Labels["organization_id"] == "a");
        Assert.Equal(("viam_billing_read_success", 0d), (failed.Name, failed.Value));
    }

    [Fact]
    public void UnknownAmountHasNoSample() =>
        Assert.DoesNotContain(
            Parse(Whole("a", null) with { Forecast = null }),
            static sample => sample.Name == "viam_usage_forecast_dollars"
        );

    [Fact]
    public void AnyNameIsReadAsItWas() =>
        Gen
            .Char.Where(static character => !char.IsSurrogate(character))
            .Array[0, 20]
            .Select(static characters => new string(characters))
            .Sample(static name => Parse(Whole("id", name)).All(sample => sample.Labels["organization"] == name));

    [Theory]
    [InlineData("\"} 1\nviam_fake{x=\"")]
    [InlineData(@"back\slash\n")]
    public void HostileNameStaysInItsLabel(string name) =>
        Assert.All(Parse(Whole("id", name)), sample => Assert.Equal(name, sample.Labels["organization"]));

    [Fact]
    public async Task FileIsReplacedAsAWhole()
    {
        using var folder = new TemporaryFolder();
        var path = folder.GetPath("viam.prom");
        await AtomicFile.WriteAllBytesAsync(path, Text("a", "A"), TestContext.Current.CancellationToken);
        var before = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<FileNotSavedException>(() =>
            AtomicFile.WriteAllBytesAsync(
                path,
                Text("b", "B"),
                TestContext.Current.CancellationToken,
                new UnwritableDisk()
            )
        );
        Assert.Equal(before, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFileSystemEntries(folder.FullName));

        await AtomicFile.WriteAllBytesAsync(path, Text("b", "B"), TestContext.Current.CancellationToken);
        Assert.Contains("organization=\"B\"", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFileSystemEntries(folder.FullName));
    }

    private static byte[] Text(string id, string name) => Encoding.UTF8.GetBytes(MetricText.Write([Whole(id, name)]));

    private static OrganizationMetrics Whole(string id, string? name)
    {
        InvoiceAgingDetail Invoice(InvoiceAgeBucket bucket, decimal? amount, bool isOverdue = true) =>
            new()
            {
                Bucket = bucket,
                Amount = amount,
                IsOverdue = isOverdue,
            };
        return new OrganizationMetrics(id, name)
        {
            MonthToDate = 678.86m,
            Forecast = 815.10m,
            OpenInvoices =
            [
                Invoice(InvoiceAgeBucket.Days1To30, 100m),
                Invoice(InvoiceAgeBucket.Days1To30, 0.50m),
                Invoice(InvoiceAgeBucket.Days1To30, null),
                Invoice(InvoiceAgeBucket.Days31To60, 70m, isOverdue: false),
                Invoice(InvoiceAgeBucket.Over90Days, 40m),
                Invoice(InvoiceAgeBucket.Current, 9m, isOverdue: false),
            ],
            ReadAt = s_readAt,
        };
    }

    private static IReadOnlyList<Sample> Parse(params OrganizationMetrics[] organizations) =>
        ExpositionText.Parse(MetricText.Write(organizations));
}
