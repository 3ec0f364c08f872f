using System.Management.Automation;
using Viam.Billing.Errors;

namespace Viam.Billing.Parameters;

/// <summary>
/// Matches names with wildcards, ignoring case. Without names, everything matches. Safe for concurrent use.
/// </summary>
internal sealed class WildcardFilter(string[]? names)
{
    private readonly Pattern[] _patterns = names is null
        ? []
        : Array.ConvertAll(names, static name => new Pattern(name));

    private volatile bool _isIncomplete;

    /// <summary>False if everything matches.</summary>
    public bool HasNames => _patterns.Length > 0;

    /// <summary>False for an invalid pattern, such as one with an unclosed bracket.</summary>
    public static bool IsValid(string pattern) => new Pattern(pattern).IsValid;

    /// <summary>
    /// Records that not everything could be read, so that names without a match can't be reported as not found.
    /// </summary>
    public void MarkIncomplete() => _isIncomplete = true;

    /// <summary>The names without wildcards that had no match.</summary>
    public IEnumerable<string> UnmatchedNames =>
        Unmatched(static pattern => !WildcardPattern.ContainsWildcardCharacters(pattern.Name));

    /// <summary>
    /// The invalid patterns, such as one with an unclosed bracket, that aren't the exact name of anything.
    /// </summary>
    public IEnumerable<string> InvalidPatterns => Unmatched(static pattern => !pattern.IsValid);

    /// <summary>The valid names and patterns that had no match.</summary>
    public IEnumerable<string> UnmatchedPatterns => Unmatched(static pattern => pattern.IsValid);

    /// <summary>Returns errors for the specified names that weren't found, and for invalid patterns.</summary>
    public IEnumerable<ErrorRecord> GetErrors(Func<string, ErrorRecord> notFound) =>
        UnmatchedNames.Select(notFound).Concat(InvalidPatterns.Select(ErrorRecords.WildcardPatternInvalid));

    public bool Matches(string? name)
    {
        if (!HasNames)
        {
            return true;
        }

        var matched = false;
        foreach (var pattern in _patterns)
        {
            // The pattern * also matches a missing name.
            matched |= pattern.Matches(name ?? "");
        }

        return matched;
    }

    private IEnumerable<string> Unmatched(Func<Pattern, bool> predicate) =>
        _isIncomplete
            ? []
            : _patterns
                .Where(pattern => !pattern.WasSeen && predicate(pattern))
                .Select(static pattern => pattern.Name)
                .Distinct(StringComparer.OrdinalIgnoreCase);

    private sealed class Pattern(string name)
    {
        private readonly WildcardPattern? _wildcard = TryCompile(name);
        private volatile bool _wasSeen;

        public string Name => name;

        public bool IsValid => _wildcard is not null;

        public bool WasSeen => _wasSeen;

        // An exact name is always matched, even if it contains wildcard characters.
        public bool Matches(string other)
        {
            var matches =
                string.Equals(name, other, StringComparison.OrdinalIgnoreCase) || _wildcard?.IsMatch(other) == true;
            if (matches)
            {
                _wasSeen = true;
            }

            return matches;
        }

        private static WildcardPattern? TryCompile(string name)
        {
            try
            {
                var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
                // Called once, because PowerShell parses a pattern only when it is first used.
                pattern.IsMatch("");
                return pattern;
            }
            catch (WildcardPatternException)
            {
                return null;
            }
        }
    }
}
