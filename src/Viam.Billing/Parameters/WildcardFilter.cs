using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>Names with wildcards, without regard to case. None at all lets everything through. Safe for concurrent use.</summary>
internal sealed class WildcardFilter(string[]? names)
{
    private readonly Pattern[] _patterns = [.. (names ?? []).Select(name => new Pattern(name))];

    private volatile bool _isIncomplete;

    /// <summary>Notes that something couldn't be read, so that nothing can be said about what doesn't exist.</summary>
    public void MarkIncomplete() => _isIncomplete = true;

    /// <summary>The names without a wildcard that matched nothing: they were named and are not there.</summary>
    public IEnumerable<string> UnmatchedNames =>
        _isIncomplete
            ? []
            : _patterns
                .Where(pattern => !pattern.WasSeen)
                .Select(pattern => pattern.Name)
                .Where(name => !WildcardPattern.ContainsWildcardCharacters(name))
                .Distinct();

    public bool Matches(string? name)
    {
        if (_patterns.Length == 0)
        {
            return true;
        }

        if (name is null)
        {
            return false;
        }

        var matched = false;
        foreach (var pattern in _patterns)
        {
            matched |= pattern.Matches(name);
        }

        return matched;
    }

    private sealed class Pattern(string name)
    {
        private readonly WildcardPattern _wildcard = WildcardPattern.Get(
            name,
            WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant
        );
        private volatile bool _wasSeen;

        public string Name => name;

        public bool WasSeen => _wasSeen;

        // What is named exactly is meant, even if a wildcard's characters stand in it.
        public bool Matches(string other)
        {
            var matches = string.Equals(name, other, StringComparison.OrdinalIgnoreCase) || _wildcard.IsMatch(other);
            if (matches)
            {
                _wasSeen = true;
            }

            return matches;
        }
    }
}
