using AngleSharp.Dom;
using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Reports;

namespace Viam.Billing.Core.Tests.Reports;

/// <summary>Names are text of strangers, and stay text.</summary>
public sealed class ReportNameTests
{
    public static TheoryData<int> Hostile => [.. Enumerable.Range(0, HostileNames.All.Count)];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostileNameAddsNoElement(int index)
    {
        var plain = Elements(new ParsedReport(One("Plain")));

        var hostile = new ParsedReport(One(HostileNames.All[index]));

        Assert.Equal(plain, Elements(hostile));
        AssertVisible(hostile);
    }

    [Fact]
    public void AnyNameAddsNoElement()
    {
        var plain = Elements(new ParsedReport(One("Plain")));

        Gen.OneOf(
                Gen.String,
                Gen.Char["<>&\"'/=!-]\0\u202e\ud800\udfff\uffff a"].Array[0, 40].Select(static c => new string(c))
            )
            .Sample(
                name =>
                {
                    var report = new ParsedReport(One(name));
                    Assert.Equal(plain, Elements(report));
                    AssertVisible(report);
                },
                iter: TestSettings.RandomCases(200)
            );
    }

    [Fact]
    public void NameIsShownAsItIs()
    {
        const string Name = "A&B \"Robots\" <2026> 株式会社";

        var report = new ParsedReport(One(Name));

        Assert.Equal(Name, report.Rows("organizations-table")[0][0]);
        Assert.Equal(Name, report.Text("#organizations bdi"));
    }

    [Fact]
    public void LongNameIsShortenedBetweenCharacters()
    {
        var report = new ParsedReport(One(new string('a', 99) + "👩" + new string('b', 1000)));

        Assert.Equal(new string('a', 99) + "…", report.Rows("organizations-table")[0][0]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void OrganizationWithoutNameIsShownById(string? name) =>
        Assert.Equal(SampleReport.Id(0), new ParsedReport(One(name)).Rows("organizations-table")[0][0]);

    [Fact]
    public void OrganizationsOfTheSameNameAreShownWithId()
    {
        var report = new ParsedReport(
            new ReportData
            {
                ReadAt = SampleReport.ReadAt,
                Organizations =
                [
                    new ReportOrganization
                    {
                        OrganizationId = SampleReport.Id(1),
                        OrganizationName = "Same",
                        Spent = 3,
                    },
                    new ReportOrganization
                    {
                        OrganizationId = SampleReport.Id(2),
                        OrganizationName = "same",
                        Spent = 2,
                    },
                    new ReportOrganization
                    {
                        OrganizationId = SampleReport.Id(3),
                        OrganizationName = "Other",
                        Spent = 1,
                    },
                ],
            }
        );

        Assert.Equal(
            [$"Same ({SampleReport.Id(1)})", $"same ({SampleReport.Id(2)})", "Other"],
            report.Rows("organizations-table").Select(static row => row[0])
        );
    }

    [Fact]
    public void HostileReasonAndResourceAddNoElement()
    {
        static ReportData Data(string text) =>
            new()
            {
                ReadAt = SampleReport.ReadAt,
                Organizations =
                [
                    new ReportOrganization
                    {
                        OrganizationId = text,
                        Spent = 1,
                        Resources = [new ReportResource(text, 1)],
                        Gaps = [new ReportGap(ReportPart.Forecast, text)],
                    },
                ],
                Failures = [new ReportFailure(text, null, ReportPart.Invoices, text)],
            };
        var plain = Elements(new ParsedReport(Data("plain")));

        Assert.All(HostileNames.All, name => Assert.Equal(plain, Elements(new ParsedReport(Data(name)))));
    }

    private static ReportData One(string? name) => SampleReport.Named(name);

    private static string[] Elements(ParsedReport report) =>
        [
            .. report.Document.All.Select(static element =>
                $"{element.TagName} {string.Join(' ', element.Attributes.Select(static attribute => attribute.Name))}"
            ),
        ];

    /// <summary>No character that can't be seen or turns the direction of text, other than line ends.</summary>
    private static void AssertVisible(ParsedReport report)
    {
        var text = System.Text.Encoding.UTF8.GetString(report.Bytes);
        Assert.DoesNotContain(text, static c => char.IsControl(c) && c != '\n');
        Assert.Equal(-1, text.AsSpan().IndexOfAny("\u202e\u2066\u200f\u061c\u2028\u200b\ufeff\ufffe\uffff"));
    }
}
