using System.Text;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Base class for tests of lines of the usage store.</summary>
public abstract class UsageStoreLineTest : IDisposable
{
    private protected const string Acme = "f1d9e8f5-0f0a-4b5c-9a43-0e5f7a2f6a01";

    private protected TemporaryFolder Folder { get; } = new();

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Folder.Dispose();

    private protected const string Line =
        """{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01"""
        + """T00:00:00Z","end":"2026-12-01T00:00:00Z","subtotal":678.86,"sources":[]}""";

    private protected UsageHistory Read(string line, string file = "2026-11")
    {
        Write(line, file, end: "\n");
        return new UsageStore(Folder.FullName).Read(Acme, cancellationToken: Token);
    }

    private protected string Write(string line, string file, string end)
    {
        var folder = Path.Combine(Folder.FullName, "usage", Acme);
        Directory.CreateDirectory(folder);
        foreach (var other in Directory.GetFiles(folder))
        {
            File.Delete(other);
        }
        var path = Path.Combine(folder, file + ".jsonl");
        File.WriteAllText(path, line + end, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }
}
