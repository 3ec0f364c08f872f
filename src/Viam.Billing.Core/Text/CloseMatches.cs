namespace Viam.Billing.Text;

/// <summary>Finds names that are similar to a name that doesn't exist, for the question in errors.</summary>
internal static class CloseMatches
{
    /// <summary>The number of names in a message.</summary>
    private const int Most = 3;

    /// <summary>The number of errors in a misspelled name.</summary>
    private const int MostErrors = 3;

    /// <summary>A longer text isn't a name that a person misspelled, and would take long to compare.</summary>
    private const int Longest = 100;

    /// <summary>The length from which a text that is a part of a name is similar to it.</summary>
    private const int ShortestPart = 3;

    /// <summary>
    /// A space and the question "Did you mean …?" with the most similar names; empty if no name is similar. The names
    /// aren't cleaned.
    /// </summary>
    public static string AsQuestion(string typed, IEnumerable<string?> names)
    {
        var found = Find(typed, names).Select(static name => $"'{name}'").ToArray();
        return found.Length switch
        {
            0 => "",
            1 => $" Did you mean {found[0]}?",
            _ => $" Did you mean {string.Join(", ", found[..^1])} or {found[^1]}?",
        };
    }

    /// <summary>The most similar names, the best first. Case and surrounding white space are ignored.</summary>
    public static IReadOnlyList<string> Find(string typed, IEnumerable<string?> names)
    {
        var wanted = Normalize(typed);
        if (wanted.Length is 0 or > Longest)
        {
            return [];
        }
        return
        [
            .. names
                .OfType<string>()
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(name => (Name: name, Score: Score(wanted, Normalize(name))))
                .Where(static match => match.Score is not null)
                .OrderBy(static match => match.Score)
                .ThenBy(static match => match.Name, StringComparer.OrdinalIgnoreCase)
                .Take(Most)
                .Select(static match => match.Name.Trim()),
        ];
    }

    /// <summary>A smaller number for a more similar name; null if it isn't similar.</summary>
    private static int? Score(string wanted, string name)
    {
        if (name.Length is 0 or > Longest)
        {
            return null;
        }
        // One error per three characters, but not many in a long name.
        var limit = Math.Clamp((Math.Max(wanted.Length, name.Length) + 1) / 3, 1, MostErrors);
        if (Math.Abs(wanted.Length - name.Length) <= limit && wanted.Length > 1)
        {
            var distance = Distance(wanted, name);
            if (distance <= limit)
            {
                return distance;
            }
        }
        return wanted.Length >= ShortestPart && name.Contains(wanted, StringComparison.Ordinal) ? Longest : null;
    }

    private static string Normalize(string text) => text.Trim().ToUpperInvariant();

    /// <summary>
    /// The number of characters to insert, delete, replace, or swap with the next one (the optimal string alignment
    /// distance).
    /// </summary>
    private static int Distance(string one, string other)
    {
        var (beforePrevious, previous, current) = (
            new int[other.Length + 1],
            new int[other.Length + 1],
            new int[other.Length + 1]
        );
        for (var j = 0; j <= other.Length; j++)
        {
            previous[j] = j;
        }
        for (var i = 1; i <= one.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = previous[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    current[j] = Math.Min(current[j], beforePrevious[j - 2] + 1);
                }
            }
            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }
        return previous[other.Length];
    }
}
