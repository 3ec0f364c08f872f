using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using static Viam.Billing.Tests.Commands.Invoices;

namespace Viam.Billing.Tests.Commands;

/// <summary>Dates mean the same moment in every culture, or are rejected.</summary>
public sealed class DateParameterTests : CmdletTest
{
    private static readonly string[] s_cultures = ["", "en-US", "de-DE", "th-TH", "ar-SA", "fa-IR"];
    private static readonly string[] s_fourth = ["fourth", "2025-02-02 00:00:00"];
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Refused =>
        [
            "2025",
            "20250201",
            "2025.5",
            "$null",
            "''",
            "' '",
            "'2025'",
            "'2025-02'",
            "'01/02/2025'",
            "'01/02/2025 00:00:00'",
            "'1.2.2025'",
            "'1 Feb 2025'",
            "'2025-13-01'",
            "'2025-02-30'",
            "'2025-2-1'",
            "'yesterday'",
            "$true",
            "@()",
            "@('2025-02-01', '2025-03-01')",
            "@{}",
        ];

    private protected override void Prepare()
    {
        Connect("-OrganizationId " + SandboxOrganizations.Acme);
        Engine.Runspace.SessionStateProxy.SetVariable("folder", _folder.FullName);
        Server.Faults.Pdf = static (_, send) => send(Google.Protobuf.ByteString.CopyFromUtf8("%PDF-1.7"));
        Server.Faults.Rewrite = static response => response is GetInvoicesSummaryResponse ? Response : response;
    }

    private protected override void CleanUp() => _folder.Dispose();

    [Theory]
    [InlineData("2025-02-01")]
    [InlineData("'2025-02-01T00:00:00'")]
    [InlineData("'2025-02-01 00:00:00Z'")]
    [InlineData("'2025-02-01T00:00Z'")]
    [InlineData("' 2025-02-01T00:00:00.000Z '")]
    [InlineData("'2025-02-01T07:00:00+07:00'")]
    [InlineData("'2025-01-31 19:00:00 -05:00'")]
    [InlineData("([datetimeoffset]::new(2025, 2, 1, 7, 0, 0, [timespan]::FromHours(7)))")]
    [InlineData("([dateonly]::new(2025, 2, 1))")]
    [InlineData("([datetime]::new(2025, 2, 1))")]
    [InlineData("([datetime]::new(2025, 2, 1, 0, 0, 0, [DateTimeKind]::Utc).ToLocalTime())")]
    public void DateMeansTheSameMomentInEveryCulture(string typed)
    {
        foreach (var culture in s_cultures)
        {
            var after = Run(In(culture, $"Get-ViamInvoice -After {typed}"));
            var before = Run(In(culture, $"Get-ViamInvoice -Before {typed}"));

            Assert.Equal([March, February, Processing], after.Of<Invoice>().Select(Id));
            Assert.Equal([January], before.Of<Invoice>().Select(Id));
            Assert.Empty(after.Errors.Concat(before.Errors));
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void UnclearDateIsRefusedInEveryCulture(string typed)
    {
        foreach (var culture in s_cultures)
        {
            foreach (var parameter in new[] { "After", "Before" })
            {
                var run = Run(In(culture, $"Get-ViamInvoice -{parameter} {typed}"));

                Assert.Contains("isn't a date. Write it as 2026-01-31", run.OnlyError.Exception.Message);
                Assert.Empty(run.Output);
            }
        }
        Assert.Equal(0, CountRequests("GetInvoicesSummary"));
    }

    [Fact]
    public void PdfNameHasTheUtcDayOfALocalOrZonedTime()
    {
        RunSuccessfully("Save-ViamInvoicePdf a $folder -InvoiceDate 2025-02-01T23:30:00-05:00");
        RunSuccessfully(
            "Save-ViamInvoicePdf b $folder -InvoiceDate ([datetimeoffset]::new(2025, 2, 1, 3, 0, 0, "
                + "[timespan]::FromHours(7)))"
        );
        RunSuccessfully(In("th-TH", "Save-ViamInvoicePdf c $folder -InvoiceDate 2025-02-01"));

        Assert.Equal(["2025-01-31_b.pdf", "2025-02-01_c.pdf", "2025-02-02_a.pdf"], _folder.Names.Order());
    }

    [Theory]
    [InlineData("13.02.2025 00:00:00")]
    [InlineData("02/13/2025 00:00:00")]
    [InlineData("01/02/2025 00:00:00")]
    [InlineData("5")]
    public void DateOfAnotherCultureInACsvFileIsAnErrorOfItsRow(string date)
    {
        foreach (var culture in s_cultures)
        {
            var run = Run(
                In(
                    culture,
                    "$rows | ForEach-Object { [pscustomobject]@{ InvoiceId = $_[0]; InvoiceDate = $_[1] } } | "
                        + "Save-ViamInvoicePdf -Path $folder -Force"
                ),
                // As Import-Csv creates them.
                ("rows", new[] { ["first", "2025-02-01"], ["second", date], ["third", ""], s_fourth })
            );

            Assert.Contains($"'{date}' isn't a date.", run.OnlyError.Exception.Message);
            Assert.Equal(["2025-02-01_first.pdf", "2025-02-02_fourth.pdf", "third.pdf"], _folder.Names.Order());
        }
    }

    [Theory]
    [InlineData("$null", "a.pdf")]
    [InlineData("''", "a.pdf")]
    [InlineData("([datetime]::new(2025, 2, 1))", "2025-02-01_a.pdf")]
    public void MissingInvoiceDateOfAnObjectIsNoDate(string date, string expected)
    {
        RunSuccessfully(
            $"[pscustomobject]@{{ InvoiceId = 'a'; InvoiceDate = {date} }} | Save-ViamInvoicePdf -Path $folder"
        );

        Assert.Equal([expected], _folder.Names);
    }

    [Fact]
    public void ScriptBlockProvidesTheInvoiceDateOfEachObject()
    {
        RunSuccessfully("'a', 'b' | Save-ViamInvoicePdf -Path $folder -InvoiceDate { \"2025-02-0$($_.Length)\" }");

        Assert.Equal(["2025-02-01_a.pdf", "2025-02-01_b.pdf"], _folder.Names.Order());
    }

    /// <summary>A proxy function has the types of the parameters and none of their attributes.</summary>
    [Fact]
    public void ProxyReadsDatesAsTheCmdletDoes()
    {
        RunSuccessfully(
            """
            $command = [System.Management.Automation.CommandMetadata]::new((Get-Command Get-ViamInvoice))
            $proxy = [System.Management.Automation.ProxyCommand]::Create($command)
            ${function:Global:Invoke-Proxied} = [scriptblock]::Create($proxy)
            """
        );

        Assert.Equal(
            [March, February, Processing],
            Get<Invoice>(In("th-TH", "Invoke-Proxied -After 2025-02-01")).Select(Id)
        );
        Assert.Single(Run(In("ar-SA", "Invoke-Proxied -After 2025")).Errors);
    }

    [Fact]
    public void DateRangeErrorIsWrittenInTheGregorianCalendar() =>
        Assert.Equal(
            "-After 2025-03-01 00:00:00Z isn't earlier than -Before 2025-02-01 00:00:00Z.",
            Run(In("th-TH", "Get-ViamInvoice -After 2025-03-01 -Before 2025-02-01")).OnlyError.Exception.Message
        );

    private static string Id(Invoice invoice) => invoice.InvoiceId;

    /// <summary>A script in a culture, which is restored because the thread of the test runs it.</summary>
    private static string In(string culture, string script) =>
        $$"""
            $culture = [cultureinfo]::CurrentCulture
            [cultureinfo]::CurrentCulture = '{{culture}}'
            try { {{script}} } finally { [cultureinfo]::CurrentCulture = $culture }
            """;
}
