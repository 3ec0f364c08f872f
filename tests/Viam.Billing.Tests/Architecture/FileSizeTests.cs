using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Architecture;

/// <summary>The size of C# files, so that each file has one subject and fits on a screen side by side.</summary>
public sealed class FileSizeTests
{
    private const int MaxLines = 250;
    private const int MaxColumns = 120;

    private static readonly string[] s_generatedFolders = ["bin", "obj", "StrykerOutput"];

    [Fact]
    public void FilesHaveAtMost250Lines() =>
        AssertNone(
            ReadFiles()
                .Where(static file => file.Lines.Length > MaxLines)
                .Select(static file => $"{file.Path}: {file.Lines.Length} lines")
        );

    [Fact]
    public void LinesHaveAtMost120Columns() =>
        AssertNone(
            ReadFiles()
                .SelectMany(static file =>
                    file.Lines.Index()
                        .Where(static line => line.Item.Length > MaxColumns)
                        .Select(line => $"{file.Path}({line.Index + 1}): {line.Item.Length} columns")
                )
        );

    private static IEnumerable<(string Path, string[] Lines)> ReadFiles() =>
        new[] { "src", "tests" }
            .SelectMany(static folder =>
                Directory.EnumerateFiles(
                    Path.Combine(BuiltModule.RepositoryRoot, folder),
                    "*.cs",
                    SearchOption.AllDirectories
                )
            )
            .Select(static path => Path.GetRelativePath(BuiltModule.RepositoryRoot, path))
            .Where(static path => !path.Split(Path.DirectorySeparatorChar).Intersect(s_generatedFolders).Any())
            .Select(static path => (path, File.ReadAllLines(Path.Combine(BuiltModule.RepositoryRoot, path))));

    private static void AssertNone(IEnumerable<string> violations) =>
        Assert.Equal("", string.Join(Environment.NewLine, violations));
}
