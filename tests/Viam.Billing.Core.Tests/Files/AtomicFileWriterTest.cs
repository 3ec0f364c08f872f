namespace Viam.Billing.Core.Tests.Files;

/// <summary>Base class for tests of files that are missing, unchanged, or complete.</summary>
public abstract class AtomicFileWriterTest : IDisposable
{
    private protected TemporaryFolder Folder { get; } = new();

    private protected string Target => Folder.GetPath("invoice.pdf");

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Folder.Dispose();

    private protected static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }
}
