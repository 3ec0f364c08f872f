using System.Text.Json;
using Viam.Billing.Files;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Docs;

/// <summary>THIRD-PARTY-NOTICES.txt lists exactly the libraries that the module contains.</summary>
public sealed class NoticesTests
{
    private static readonly JsonElement s_locked = JsonDocument
        .Parse(
            File.ReadAllText(Path.Combine(BuiltModule.RepositoryRoot, "src", "Viam.Billing.Grpc", "packages.lock.json"))
        )
        .RootElement.GetProperty("dependencies")
        .GetProperty("net10.0");

    [Fact]
    public void BundledLibrariesAreListedWithTheirVersion()
    {
        var carried = Directory
            .GetFiles(Path.Combine(BuiltModule.Folder, "grpc"), "*.dll")
            .Where(file => !Path.GetFileName(file).StartsWith("Viam.", StringComparison.Ordinal))
            .Select(file => $"  {Path.GetFileNameWithoutExtension(file)} {Version(file)}");
        var listed = File.ReadLines(Path.Combine(BuiltModule.Folder, "THIRD-PARTY-NOTICES.txt"))
            .TakeWhile(line => line != "BSD-3-Clause")
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && char.IsDigit(line[^1]));

        Assert.Equal(carried.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static string Version(string file) =>
        s_locked.GetProperty(Path.GetFileNameWithoutExtension(file)).GetProperty("resolved").GetString()!;
}
