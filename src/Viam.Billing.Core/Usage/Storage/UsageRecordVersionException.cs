namespace Viam.Billing.Usage.Storage;

/// <summary>A line was written by a newer version of the module.</summary>
internal sealed class UsageRecordVersionException(long version)
    : Exception(
        $"The record has version {version}, but this version of Viam.Billing reads up to version "
            + $"{UsageRecordFormat.Version}."
    )
{
    public long Version { get; } = version;
}
