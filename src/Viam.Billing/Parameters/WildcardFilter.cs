using System.Management.Automation;
using Viam.Billing.Errors;

namespace Viam.Billing.Parameters;

/// <summary>Names with wildcards, without regard to case. None at all lets everything through. Safe for concurrent use.</summary>
internal sealed class WildcardFilter(string[]? names)
{
    private readonly Pattern[] _patterns = [.. (names ?? []).Select(name => new Pattern(name))];

    private volatile bool _isIncomplete;

    /// <summary>False for a pattern such as one with an unclosed bracket.</summary>
    public static bool IsValid(string pattern) => new Pattern(pattern).IsValid;

    /// <summary>Notes that something couldn't be read, so that nothing can be said about what doesn't exist.</summary>
    public void MarkIncomplete() => _isIncomplete = true;

    /// <summary>The names without wildcards that matched nothing.</summary>
    public IEnumerable<string> UnmatchedNames =>
        Unmatched(static pattern => !WildcardPattern.ContainsWildcardCharacters(pattern.Name));

    /// <summary>The names that aren't valid patterns, such as one with an unclosed bracket, and that nothing has as its exact name.</summary>
    public IEnumerable<string> InvalidPatterns => Unmatched(static pattern => !pattern.IsValid);

    /// <summary>Everything valid that matched nothing, with and without wildcards.</summary>
    public IEnumerable<string> UnmatchedPatterns => Unmatched(static pattern => pattern.IsValid);

    /// <summary>The errors about what was named and doesn't exist.</summary>
    public IEnumerable<ErrorRecord> GetErrors(Func<string, ErrorRecord> notFound) =>
        UnmatchedNames.Select(notFound).Concat(InvalidPatterns.Select(ErrorRecords.WildcardPatternInvalid));

    public bool Matches(string? name)
    {
        if (_patterns.Length == 0)
        {
            return true;
        }

        var matched = false;
        foreach (var pattern in _patterns)
        {
            // * matches what has no name too.
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
                // PowerShell reads a pattern at its first use.
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
