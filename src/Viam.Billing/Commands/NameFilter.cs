using System.Collections.Concurrent;
using System.Management.Automation;

namespace Viam.Billing.Commands;

/// <summary>Names with wildcards, without regard to case. None at all lets everything through. Safe for concurrent use.</summary>
internal sealed class NameFilter(string[]? names)
{
    private readonly (string Name, WildcardPattern Pattern)[] _patterns =
        [.. (names ?? []).Select(name => (name, WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)))];
    private readonly ConcurrentDictionary<string, bool> _seen = new();

    /// <summary>The names without a wildcard that matched nothing: they were named and are not there.</summary>
    public IEnumerable<string> NotSeen =>
        _patterns.Select(pattern => pattern.Name).Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !_seen.ContainsKey(name)).Distinct();

    public bool Matches(string? name)
    {
        if (_patterns.Length == 0) return true;
        if (name is null) return false;
        var matched = false;
        foreach (var (pattern, wildcard) in _patterns)
        {
            if (!wildcard.IsMatch(name)) continue;
            _seen.TryAdd(pattern, true);
            matched = true;
        }
        return matched;
    }
}
