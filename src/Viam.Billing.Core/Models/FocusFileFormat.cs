namespace Viam.Billing;

/// <summary>The format of FOCUS files.</summary>
public enum FocusFileFormat
{
    Csv,
    Parquet,
}
