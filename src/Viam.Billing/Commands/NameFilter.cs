using System.Management.Automation;

namespace Viam.Billing.Commands;

/// <summary>Names with wildcards, without regard to case. None at all lets everything through. Safe for concurrent use.</summary>
internal sealed class NameFilter(string[]? names)
{
    private readonly Pattern[] _patterns = [.. (names ?? []).Select(name => new Pattern(name))];

    /// <summary>False once something could not be read: then nothing can be said about what is not there.</summary>
    public bool SawAll { get; set; } = true;

    /// <summary>The names without a wildcard that matched nothing: they were named and are not there.</summary>
    public IEnumerable<string> NotSeen => !SawAll ? [] :
        _patterns.Where(pattern => !pattern.WasSeen).Select(pattern => pattern.Name).Where(name => !WildcardPattern.ContainsWildcardCharacters(name)).Distinct();

    /// <summary>Reads what the names are looked for in, and picks what is wanted of it. A failure is noted, and goes on to the caller.</summary>
    public async Task<IEnumerable<object>> ReadAsync<T>(Func<Task<T>> read, Func<T, IEnumerable<object>> pick)
    {
        try
        {
            return pick(await read().ConfigureAwait(false));
        }
        catch
        {
            SawAll = false;
            throw;
        }
    }

    public bool Matches(string? name)
    {
        if (_patterns.Length == 0) return true;
        if (name is null) return false;
        var matched = false;
        foreach (var pattern in _patterns) matched |= pattern.Matches(name);
        return matched;
    }

    private sealed class Pattern(string name)
    {
        private readonly WildcardPattern _wildcard = WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        private volatile bool _wasSeen;

        public string Name => name;

        public bool WasSeen => _wasSeen;

        // What is named exactly is meant, even if a wildcard's characters stand in it.
        public bool Matches(string other)
        {
            var matches = string.Equals(name, other, StringComparison.OrdinalIgnoreCase) || _wildcard.IsMatch(other);
            if (matches) _wasSeen = true;
            return matches;
        }
    }
}
