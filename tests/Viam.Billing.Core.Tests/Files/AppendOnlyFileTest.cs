using System.Diagnostics;
using System.Text;
using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Files;

/// <summary>Base class for tests of files to which complete lines are added.</summary>
public abstract class AppendOnlyFileTest : IDisposable
{
    private protected TemporaryFolder Folder { get; } = new();

    private protected readonly Lines _lines = new();

    private protected string FilePath => Folder.GetPath("lines");

    public void Dispose() => Folder.Dispose();

    /// <summary>A format in which "torn" is an incomplete line, and "bad" is not valid.</summary>
    private protected sealed class Lines : ILineFormat
    {
        public List<string> Taken { get; } = [];

        public bool TryTake(ReadOnlySpan<byte> line)
        {
            var text = Encoding.UTF8.GetString(line);
            Taken.Add(text);
            return text is not ("torn" or "bad");
        }

        public bool IsTorn(ReadOnlySpan<byte> line, bool hasEnd) => line.SequenceEqual("torn"u8);
    }
}
