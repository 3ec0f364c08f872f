using System.Runtime.InteropServices;

namespace Viam.Billing.Usage.Storage;

/// <summary>A layout with the names of its sources and costs as they occur in lines.</summary>
internal sealed class UsageLayoutText
{
    /// <summary>Of each source, the type, the tier, and the resource types.</summary>
    private readonly byte[][] _names;
    private readonly int[] _costCounts;

    private UsageLayoutText(UsageLayout layout, byte[][] names, int[] costCounts)
    {
        Layout = layout;
        _names = names;
        _costCounts = costCounts;
    }

    public UsageLayout Layout { get; }

    /// <summary>Creates the layout of a line.</summary>
    /// <param name="names">The positions of the names in the line, without quotation marks.</param>
    /// <param name="costCounts">The number of costs of each source.</param>
    /// <returns>Null if a name occurs more than once, so that amounts must be added up.</returns>
    public static UsageLayoutText? Create(ReadOnlySpan<byte> line, List<Range> names, List<int> costCounts)
    {
        var sources = new List<SourceLayout>();
        var keys = new List<UsageRowKey>();
        var (name, first) = (0, 0);
        foreach (var count in costCounts)
        {
            var type = KnownNames.Get(line[names[name++]]);
            var tier = KnownNames.Get(line[names[name++]]);
            var resourceTypes = new string[count];
            for (var i = 0; i < count; i++)
            {
                resourceTypes[i] = KnownNames.Get(line[names[name++]]);
                keys.Add(new UsageRowKey(type, tier, resourceTypes[i]));
            }
            sources.Add(new SourceLayout(type, tier, first, resourceTypes));
            first += UsageLayout.AmountsPerSource + count;
        }
        if (
            keys.Distinct().Count() < keys.Count
            || sources.DistinctBy(static source => (source.Type, source.Tier)).Count() < sources.Count
        )
        {
            return null;
        }
        var texts = new byte[names.Count][];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = line[names[i]].ToArray();
        }
        return new UsageLayoutText(new UsageLayout([.. sources], [.. keys]), texts, [.. costCounts]);
    }

    /// <summary>True if a line has the same names.</summary>
    public bool Has(ReadOnlySpan<byte> line, List<Range> names, List<int> costCounts)
    {
        if (names.Count != _names.Length || !CollectionsMarshal.AsSpan(costCounts).SequenceEqual(_costCounts))
        {
            return false;
        }
        for (var i = 0; i < _names.Length; i++)
        {
            if (!line[names[i]].SequenceEqual(_names[i]))
            {
                return false;
            }
        }
        return true;
    }
}
