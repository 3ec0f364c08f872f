namespace Viam.Billing.Core.Tests.Support;

/// <summary>A folder that is removed at the end of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("viam-billing-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
