using Microsoft.Win32.SafeHandles;
using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Files;

/// <summary>Writes to the real disk, and records the operations in order.</summary>
internal sealed class RecordingDisk : DiskAccess
{
    public List<string> Steps { get; } = [];

    public override FileStream Open(string path, FileStreamOptions options) => new RecordingFile(path, options, this);

    public override SafeFileHandle Create(string path)
    {
        Add("create");
        return base.Create(path);
    }

    public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        Add("write");
        base.Write(file, bytes, offset);
    }

    public override void Flush(SafeFileHandle file)
    {
        Add("flush");
        base.Flush(file);
    }

    public override void Move(string source, string target, bool overwrite)
    {
        Add("move");
        base.Move(source, target, overwrite);
    }

    public override void FlushFolder(string path)
    {
        Add($"flush folder {Path.GetFileName(path)}");
        base.FlushFolder(path);
    }

    public string TakeSteps()
    {
        lock (Steps)
        {
            var steps = string.Join(", ", Steps);
            Steps.Clear();
            return steps;
        }
    }

    private void Add(string step)
    {
        lock (Steps)
        {
            Steps.Add(step);
        }
    }

    private sealed class RecordingFile(string path, FileStreamOptions options, RecordingDisk disk)
        : FileStream(path, options)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            disk.Add("write");
            base.Write(buffer);
        }

        public override void WriteByte(byte value)
        {
            disk.Add("write");
            base.WriteByte(value);
        }

        public override void SetLength(long value)
        {
            disk.Add("truncate");
            base.SetLength(value);
        }

        public override void Flush(bool flushToDisk)
        {
            if (flushToDisk)
            {
                disk.Add("flush");
            }
            base.Flush(flushToDisk);
        }
    }
}
