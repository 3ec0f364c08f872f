namespace Viam.Billing.Usage.Storage;

/// <summary>Usage of a sandbox would be saved to a store of real usage, or the reverse.</summary>
internal sealed class SandboxStoreException(string path, bool isSandbox)
    : UsageStoreException(
        isSandbox
            ? $"The usage comes from a sandbox, and the folder '{path}' has other files or usage. Nothing was saved."
            : $"The usage store '{path}' is one of a sandbox. Nothing was saved."
    )
{
    public string Path { get; } = path;
}
