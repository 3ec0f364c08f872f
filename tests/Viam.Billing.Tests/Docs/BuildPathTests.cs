using System.Reflection.Metadata;
using System.Text;
using Viam.Billing.Files;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Docs;

/// <summary>Built files don't contain paths of the build machine.</summary>
public sealed class BuildPathTests
{
    private static readonly string s_path = Path.TrimEndingDirectorySeparator(BuiltModule.RepositoryRoot);

    public static TheoryData<string> Assemblies => Find("*.dll");

    public static TheoryData<string> SymbolFiles => Find("*.pdb");

    [Theory]
    [MemberData(nameof(Assemblies))]
    [MemberData(nameof(SymbolFiles))]
    public void BuiltFileContainsNoBuildPath(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(BuiltModule.Folder, file));

        Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(s_path)));
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(s_path)));
    }

    /// <summary>Document names are stored in parts, so a byte search doesn't find them.</summary>
    [Theory]
    [MemberData(nameof(SymbolFiles))]
    public void SymbolsContainDocumentPathsRelativeToRepository(string file)
    {
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(
            File.OpenRead(Path.Combine(BuiltModule.Folder, file))
        );
        var reader = symbols.GetMetadataReader();

        var names = reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name));

        Assert.All(names, name => Assert.StartsWith("/_", name));
        Assert.Contains(names, name => name.StartsWith("/_/src/", StringComparison.Ordinal));
    }

    private static TheoryData<string> Find(string pattern) =>
        [
            .. Directory
                .EnumerateFiles(BuiltModule.Folder, $"Viam.Billing{pattern}", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(BuiltModule.Folder, path)),
        ];
}
