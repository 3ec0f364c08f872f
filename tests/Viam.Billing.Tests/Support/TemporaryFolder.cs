namespace Viam.Billing.Tests.Support;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("viam-billing-").FullName;

    public string PathOf(string name) => Path.Combine(FullName, name);

    /// <summary>What is in it, hidden or not.</summary>
    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(FullName).Select(path => Path.GetFileName(path));

    /// <summary>Ends once a file in it is not empty.</summary>
    public static async Task UntilSomethingIsWrittenAsync(DirectoryInfo folder)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!folder.EnumerateFiles().Any(file => file.Length > 0)) await Task.Delay(5, patience.Token);
    }

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
