using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Viam.Billing.Host;

/// <summary>A word of the command line, written as PowerShell writes an argument.</summary>
internal static partial class ScriptArgument
{
    /// <summary><c>-Name</c> names a parameter, <c>-Name:value</c> gives it its value too, anything else is a value and taken as it is.</summary>
    public static string Quote(string word)
    {
        Match parameter = Parameter().Match(word);
        if (!parameter.Success)
            return Literal(word);

        Group value = parameter.Groups["value"];
        return value.Success ? $"{parameter.Groups["name"]}:{SwitchOrLiteral(value.Value)}" : word;
    }

    public static string Literal(string word) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";

    // A switch takes no text: only a boolean turns it off.
    private static string SwitchOrLiteral(string value) =>
        value.Equals("$true", StringComparison.OrdinalIgnoreCase) || value.Equals("$false", StringComparison.OrdinalIgnoreCase)
            ? value
            : Literal(value);

    [GeneratedRegex(@"^(?<name>-[\p{L}_]\w*)(:(?<value>.+))?$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
