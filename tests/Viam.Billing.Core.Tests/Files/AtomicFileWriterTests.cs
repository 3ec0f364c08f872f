using Microsoft.Win32.SafeHandles;
using Viam.Billing.Files;

namespace Viam.Billing.Core.Tests.Files;

/// <summary>Files are missing, unchanged, or complete.</summary>
public sealed class AtomicFileWriterTests : AtomicFileWriterTest
{
    private const int WriteSize = 256 * 1024;
    private const int FlushSize = 16 * 1024 * 1024;

    private readonly RecordingDisk _disk = new();

    /// <summary>Chunks of any size around the size of a write operation.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(WriteSize - 1, WriteSize)]
    [InlineData(WriteSize, WriteSize)]
    [InlineData(WriteSize + 1, 1000)]
    [InlineData((3 * WriteSize) + 5, 100_000)]
    [InlineData((3 * WriteSize) + 5, int.MaxValue)]
    public async Task ContentOfAnyLengthIsWritten(int length, int chunk)
    {
        var content = Content(length);
        await using (var file = new AtomicFileWriter(Target, _disk))
        {
            foreach (var part in content.Chunk(Math.Clamp(chunk, 1, Math.Max(length, 1))))
            {
                await file.WriteAsync(part, Token);
            }
            Assert.Equal(length, file.Length);
            await file.CommitAsync(overwrite: false);
            Assert.Equal(length, file.Length);
        }

        Assert.Equal(content, await File.ReadAllBytesAsync(Target, Token));
        Assert.Equal(["invoice.pdf"], Folder.Names);
        // One for each full buffer, and one for the rest.
        Assert.Equal((length / WriteSize) + 1, _disk.Steps.Count(step => step == "write"));
    }

    /// <summary>Data is flushed while more is received, so that little remains at the end.</summary>
    [Theory]
    [InlineData(FlushSize - WriteSize, 1)]
    [InlineData(FlushSize, 2)]
    [InlineData(FlushSize + WriteSize, 2)]
    public async Task LargeFileIsFlushedBeforeItsEnd(int length, int flushes)
    {
        var disk = new ForgetfulDisk();
        await using var file = new AtomicFileWriter(Target, disk);
        await file.WriteAsync(new byte[length], Token);

        await file.CommitAsync(overwrite: false);

        Assert.Equal((length, flushes), (disk.Written, disk.Flushes));
    }

    [Fact]
    public async Task NextFlushWaitsForAsMuchDataAgain()
    {
        var disk = new ForgetfulDisk();
        await using var file = new AtomicFileWriter(Target, disk);
        await file.WriteAsync(new byte[FlushSize + WriteSize], Token);
        Assert.True(SpinWait.SpinUntil(() => disk.Flushes == 1, TimeSpan.FromMinutes(1)));

        await file.WriteAsync(new byte[FlushSize - (2 * WriteSize)], Token);
        await file.CommitAsync(overwrite: false);

        // The second is the last one.
        Assert.Equal(2, disk.Flushes);
    }

    [Fact]
    public async Task OnlyOneFlushIsInProgressAtATime()
    {
        var disk = new ForgetfulDisk();
        await using var file = new AtomicFileWriter(Target, disk);
        disk.MayFlush.Reset();
        await file.WriteAsync(new byte[(3 * FlushSize) + WriteSize], Token);
        disk.MayFlush.Set();

        await file.CommitAsync(overwrite: false);

        Assert.InRange(disk.Flushes, 2, 3);
        Assert.Equal(1, disk.MostFlushes);
    }

    [Fact]
    public async Task TemporaryFileIsHiddenBesideTheTarget()
    {
        await using var file = new AtomicFileWriter(Target);

        Assert.Matches(@"^\.invoice\.pdf\.[^/]+\.tmp$", Assert.Single(Folder.Names));
    }

    [Fact]
    public async Task LongNameIsCutInTheNameOfTheTemporaryFile()
    {
        await using var file = new AtomicFileWriter(Folder.GetPath(new string('a', 250)));

        Assert.Matches(@"^\.a{60}\.[^.]+\.[^.]+\.tmp$", Assert.Single(Folder.Names));
    }

    [Fact]
    public async Task NothingRemainsOfAFileThatIsNotCommitted()
    {
        await using (var file = new AtomicFileWriter(Target, _disk))
        {
            await file.WriteAsync(Content(2 * WriteSize), Token);
            await file.CompleteAsync();
        }

        Assert.Empty(Folder.Names);
    }

    [Fact]
    public async Task CompletedFileIsMovedWithoutWritingItAgain()
    {
        await using var file = new AtomicFileWriter(Target, _disk);
        await file.WriteAsync(Content(5), Token);
        await file.CompleteAsync();
        Assert.Equal("create, write, flush", _disk.TakeSteps());

        await file.CommitAsync(overwrite: false);

        Assert.Equal("move", _disk.TakeSteps());
    }

    [Fact]
    public async Task CanceledWriteEndsAtTheNextFullBuffer()
    {
        await using var file = new AtomicFileWriter(Target);
        var canceled = new CancellationToken(canceled: true);
        await file.WriteAsync(Content(WriteSize - 1), canceled);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await file.WriteAsync(Content(1), canceled)
        );
    }

    [Fact]
    public void MissingFolderIsAnIOException() =>
        Assert.Throws<DirectoryNotFoundException>(() => new AtomicFileWriter(Folder.GetPath("none/invoice.pdf")));

    [Fact]
    public async Task OtherExceptionsOfTheDiskAreIOExceptions()
    {
        await using var file = new AtomicFileWriter(Target, new RefusingDisk());
        await file.WriteAsync(Content(5), Token);

        var exception = await Assert.ThrowsAsync<IOException>(file.CompleteAsync);

        Assert.Equal("too large", exception.Message);
        Assert.IsType<InvalidOperationException>(exception.InnerException);
    }

    /// <summary>A fast disk that stores nothing.</summary>
    private sealed class ForgetfulDisk : DiskAccess
    {
        private int _flushing;

        public ManualResetEventSlim MayFlush { get; } = new(true);

        public long Written { get; private set; }

        public int Flushes { get; private set; }

        /// <summary>The largest number of concurrent flushes.</summary>
        public int MostFlushes { get; private set; }

        public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
        {
            Assert.Equal(Written, offset);
            Written += bytes.Length;
        }

        public override void Flush(SafeFileHandle file)
        {
            MostFlushes = Math.Max(MostFlushes, Interlocked.Increment(ref _flushing));
            Flushes++;
            MayFlush.Wait();
            Interlocked.Decrement(ref _flushing);
        }
    }

    private sealed class RefusingDisk : DiskAccess
    {
        public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) =>
            throw new InvalidOperationException("too large");
    }
}
