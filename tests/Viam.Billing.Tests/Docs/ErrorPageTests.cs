using System.Text.RegularExpressions;
using Viam.Billing.Errors;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Docs;

/// <summary>docs/errors.md lists exactly the error IDs in code, with their categories.</summary>
public sealed partial class ErrorPageTests
{
    [Fact]
    public void ErrorPageListsExactlyTheErrorsInCode()
    {
        var folder = Path.Combine(BuiltModule.RepositoryRoot, "src", "Viam.Billing", "Errors");
        var source = string.Join(
            Environment.NewLine,
            Directory.GetFiles(folder, "ErrorRecords*.cs").Select(File.ReadAllText)
        );
        var constants = Constants()
            .Matches(source)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["id"].Value);
        var given = Given()
            .Matches(source)
            .Select(match =>
                (Id: Resolve(match.Groups["id"].Value, constants), Category: match.Groups["category"].Value)
            );
        var fromCalls = Enum.GetValues<BillingError>()
            .Select(error =>
                (
                    Id: error.ToString(),
                    Category: ErrorRecords
                        .From(new BillingException(error, "words"), null)
                        .CategoryInfo.Category.ToString()
                )
            );
        var ofCause = new[] { "ChargeRefused", "ReadBackFailed" }.Select(id => (Id: id, Category: "that of the cause"));
        var inCode = given.Concat(fromCalls).Concat(ofCause).Distinct().Order().ToArray();

        var page = File.ReadAllText(Path.Combine(BuiltModule.RepositoryRoot, "docs", "errors.md"));
        var onPage = Rows()
            .Matches(page)
            .Select(match => (Id: match.Groups["id"].Value, Category: match.Groups["category"].Value))
            .Order()
            .ToArray();

        Assert.Equal(inCode, onPage);
        // Every factory that creates a record was matched: none has an ID that the pattern above doesn't find.
        Assert.Equal(Records().Count(source), given.Count());
    }

    private static string Resolve(string id, Dictionary<string, string> constants) =>
        id.StartsWith('"') ? id.Trim('"')
        : constants.TryGetValue(id, out var value) ? value
        : Regex.Match(id, @"BillingError\.(\w+)").Groups[1].Value;

    [GeneratedRegex(@"const string (?<name>\w+) = ""(?<id>\w+)""")]
    private static partial Regex Constants();

    [GeneratedRegex(@"(?<id>""[A-Z]\w+""|[A-Z]\w+|nameof\(BillingError\.\w+\)),\s+ErrorCategory\.(?<category>\w+),")]
    private static partial Regex Given();

    /// <summary>Factories that specify their category themselves.</summary>
    [GeneratedRegex(@"=>\s*Record\(|return Record\((?=\s+outcome)")]
    private static partial Regex Records();

    [GeneratedRegex(@"^\| `(?<id>\w+)` \| (?<category>[^|]+?) \| [^|]{10,} \| [^|]{10,} \|$", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
