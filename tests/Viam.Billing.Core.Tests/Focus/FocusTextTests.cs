using System.Globalization;
using System.Reflection;
using System.Text;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Focus;
using Viam.Billing.Usage;

namespace Viam.Billing.Core.Tests.Focus;

/// <summary>The text of rows is that of their properties, each written by itself.</summary>
public sealed class FocusTextTests
{
    private static readonly DateTime s_start = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly FocusRow[] s_rows =
    [
        Row(1.50m, "Acme", "a"),
        // The same values and texts, also in other objects.
        Row(1.50m, new string("Acme"), "a"),
        // An equal number with another text, and the number after it.
        Row(1.5m, "Acme", "b"),
        Row(1.50m, "Acme", "b"),
        Row(0m, null, "b"),
        Row(-0.000000001m, "Acme", ""),
        Row(123456789012345.123456789m, "\"Acme\", Inc.", " a"),
        Row(480m, "Acme\r\n", "Größe 漢字 😀"),
        Row(480m, null, "lone \ud83d", quantity: null),
        Row(480m, "", new string('x', 500), quantity: -1.0m),
    ];

    public static TheoryData<string> Versions => ["1.2", "1.3", "1.4"];

    [Theory]
    [MemberData(nameof(Versions))]
    public void TextOfRowsIsThatOfTheirProperties(string version)
    {
        var columns = FocusColumns.Of(FocusVersion.Parse(version));
        var text = new FocusText(columns);

        text.AppendHeader();
        foreach (var row in s_rows)
        {
            text.Append(row);
        }

        Assert.Equal(
            $"{string.Join(',', columns.Select(static column => column.Name))}\n"
                + string.Concat(s_rows.Select(row => Expected(columns, row))),
            Encoding.UTF8.GetString(text.Written.Span)
        );
    }

    [Fact]
    public void TextAfterClearIsThatOfTheNextRows()
    {
        var columns = FocusColumns.Of(FocusVersion.V14);
        var text = new FocusText(columns);

        foreach (var row in s_rows)
        {
            text.Append(row);
            Assert.Equal(Expected(columns, row), Encoding.UTF8.GetString(text.Written.Span));
            text.Clear();
        }
    }

    [Fact]
    public async Task FileOfManyRowsIsTheirText()
    {
        using var folder = new TemporaryFolder();
        FocusRow[] rows = [.. Enumerable.Range(0, 2000).Select(i => Row(i * 1.25m, $"Acme {i / 100}", $"{i % 7}"))];
        await using var export = new FocusExport(folder.FullName, FocusVersion.V14, FocusFormats.Csv);
        var period = UsagePeriod.Create(s_start);
        var cancellationToken = TestContext.Current.CancellationToken;

        await export.AddAsync(new FocusMonth { Period = period, Rows = rows[..1] }, cancellationToken);
        await export.AddAsync([new FocusMonth { Period = period, Rows = rows[1..] }], cancellationToken);
        var file = Assert.Single(await export.CompleteAsync(s_start, cancellationToken).ToListAsync(cancellationToken));

        Assert.Equal(FocusCsv.Write(rows, FocusVersion.V14), await File.ReadAllTextAsync(file.Path, cancellationToken));
    }

    private static FocusRow Row(decimal cost, string? name, string description, decimal? quantity = 1.0m) =>
        new()
        {
            BilledCost = cost,
            EffectiveCost = cost,
            ContractedCost = cost,
            ListCost = cost + 0.10m,
            ListUnitPrice = quantity is null ? null : cost,
            BillingAccountId = "id",
            BillingAccountName = name,
            BillingPeriodStart = s_start,
            BillingPeriodEnd = s_start.AddMonths(1),
            ChargePeriodStart = s_start.AddDays(description.Length % 28),
            ChargePeriodEnd = s_start.AddDays((description.Length % 28) + 1),
            ChargeDescription = description,
            PricingQuantity = quantity,
            x_ViamReadAt = s_start.AddSeconds(description.Length),
            x_ViamIsFinal = description.Length > 1,
        };

    private static string Expected(IReadOnlyList<FocusColumn> columns, FocusRow row) =>
        string.Join(',', columns.Select(column => Expected(Property(column.Name).GetValue(row)))) + "\n";

    private static PropertyInfo Property(string name) => typeof(FocusRow).GetProperty(name)!;

    private static string Expected(object? value) =>
        value switch
        {
            null => "",
            decimal number when number.ToString(CultureInfo.InvariantCulture) is var text => text.Contains('.')
                ? text
                : text + ".0",
            DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            bool flag => flag ? "true" : "false",
            // In UTF-8, half of a surrogate pair is a replacement character.
            string text when text.Length == 0 || text != text.Trim() || text.AsSpan().IndexOfAny("\",\r\n") >= 0 =>
                $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            _ => ((string)value).Replace("lone \ud83d", "lone \ufffd", StringComparison.Ordinal),
        };
}
