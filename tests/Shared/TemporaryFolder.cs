namespace Viam.Billing.Tests.Shared;

/// <summary>A temporary folder, deleted with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("viam-billing-").FullName;

    public string GetPath(string name) => Path.Combine(FullName, name);

    /// <summary>The names of all entries, including hidden ones.</summary>
    public IEnumerable<string> Names =>
        Directory.EnumerateFileSystemEntries(FullName).Select(path => Path.GetFileName(path));

    /// <summary>Waits until the folder contains a file that isn't empty.</summary>
    public static async Task WaitUntilFileIsWrittenAsync(DirectoryInfo folder)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!folder.EnumerateFiles().Any(file => file.Length > 0))
        {
            await Task.Delay(5, timeout.Token);
        }
    }

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
