using System.Xml.Linq;

namespace Viam.Billing.Tests.Pester;

/// <summary>The result of one Pester test.</summary>
/// <param name="Name">The names of its blocks and of the test.</param>
/// <param name="Message">The failure message.</param>
internal sealed record PesterResult(string Name, bool Passed, string Message)
{
    /// <summary>Reads the results from a report in JUnit format.</summary>
    public static IReadOnlyList<PesterResult> ReadAll(string reportPath) =>
        [.. XDocument.Load(reportPath).Descendants("testcase").Select(FromTestCase)];

    private static PesterResult FromTestCase(XElement testCase)
    {
        var file = Path.GetFileName(testCase.Attribute("classname")!.Value).Replace(".Tests.ps1", "");
        var status = testCase.Attribute("status")!.Value;
        var details = testCase.Elements().Select(element => $"{element.Attribute("message")?.Value}\n{element.Value}");
        return new PesterResult(
            $"{file}: {testCase.Attribute("name")!.Value}",
            status == "Passed",
            $"{status}: {string.Join('\n', details)}"
        );
    }
}
