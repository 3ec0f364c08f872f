using System.Globalization;
using Viam.Billing.Focus;

namespace Viam.Billing.Export.Tests;

/// <summary>Base class for tests of exported files.</summary>
public abstract class FocusFileTest
{
    private protected static IFocusFormat Parquet { get; } = new ParquetFocusFormat();

    private protected static FocusAccount Account { get; } = new("0f3c6a52-0000-4000-8000-000000000001", "Acme");

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private protected static async Task<IReadOnlyList<FocusFile>> ExportAsync(
        TemporaryFolder folder,
        IFocusFormat format,
        string version,
        params IEnumerable<FocusMonth> months
    )
    {
        await using var export = new FocusExport(folder.FullName, FocusVersion.Parse(version), format);
        foreach (var month in months)
        {
            await export.AddAsync(month, Token);
        }
        return await CompleteAsync(export);
    }

    private protected static async Task<IReadOnlyList<FocusFile>> CompleteAsync(FocusExport export) =>
        await export.CompleteAsync(TestUsage.Start, Token).ToListAsync(Token);

    private protected static object? Parse(FocusColumn column, string? text) =>
        text is null
            ? null
            : column.Type switch
            {
                FocusColumnType.Decimal => decimal.Parse(text, Invariant),
                FocusColumnType.DateTime => new DateTimeOffset(
                    DateTime.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", Invariant),
                    TimeSpan.Zero
                ).ToUnixTimeMilliseconds() * 1000,
                FocusColumnType.Boolean => bool.Parse(text),
                _ => text,
            };
}
