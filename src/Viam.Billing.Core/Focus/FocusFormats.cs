using Viam.Billing.Loading;

namespace Viam.Billing.Focus;

/// <summary>The file formats of FOCUS rows.</summary>
internal static class FocusFormats
{
    private static readonly Lazy<IFocusFormat> s_parquet = new(static () =>
        ModuleLoadContext
            .Of("export", "Viam.Billing.Export")
            .Create<IFocusFormat>("Viam.Billing.Export", "Viam.Billing.Export.ParquetFocusFormat")
    );

    public static IFocusFormat Csv { get; } = new CsvFocusFormat();

    /// <summary>The Parquet format, whose library is loaded at the first use.</summary>
    public static IFocusFormat Parquet => s_parquet.Value;
}
