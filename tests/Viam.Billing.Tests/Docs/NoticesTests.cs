using System.Text.Json;
using Viam.Billing.Files;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Docs;

/// <summary>THIRD-PARTY-NOTICES.txt lists exactly the libraries that the module contains.</summary>
public sealed class NoticesTests
{
    /// <summary>Packages whose assembly has another name.</summary>
    private static readonly Dictionary<string, string> s_packages = new()
    {
        ["Parquet"] = "Parquet.Net",
        ["ZstdSharp"] = "ZstdSharp.Port",
    };

    [Fact]
    public void BundledLibrariesAreListedWithTheirVersion()
    {
        var carried = Carried("grpc", "Viam.Billing.Grpc").Concat(Carried("export", "Viam.Billing.Export"));
        var listed = File.ReadLines(Path.Combine(BuiltModule.Folder, "THIRD-PARTY-NOTICES.txt"))
            .TakeWhile(line => line != "BSD-3-Clause")
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && char.IsDigit(line[^1]));

        Assert.Equal(carried.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Carried(string folder, string project)
    {
        var locked = JsonDocument
            .Parse(File.ReadAllText(Path.Combine(BuiltModule.RepositoryRoot, "src", project, "packages.lock.json")))
            .RootElement.GetProperty("dependencies")
            .GetProperty("net10.0");
        return Directory
            .GetFiles(Path.Combine(BuiltModule.Folder, folder), "*.dll")
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static name => !name.StartsWith("Viam.", StringComparison.Ordinal))
            .Select(static name => s_packages.GetValueOrDefault(name, name))
            .Select(name => $"  {name} {locked.GetProperty(name).GetProperty("resolved").GetString()}");
    }
}
