using Viam.Billing.Text;

namespace Viam.Billing.Reports;

/// <summary>How a report names organizations: by name, and with the ID where several have the same name.</summary>
internal sealed class OrganizationNames
{
    private const int MaximumLength = 100;

    private readonly HashSet<string> _ambiguous = new(StringComparer.OrdinalIgnoreCase);

    public OrganizationNames(ReportData data)
    {
        var all = data
            .Organizations.Select(static row => (row.OrganizationId, row.OrganizationName))
            .Concat(data.Failures.Select(static row => (row.OrganizationId, row.OrganizationName)))
            .Distinct();
        foreach (var sameName in all.GroupBy(static row => Shorten(row.OrganizationName), _ambiguous.Comparer))
        {
            if (sameName.Select(static row => row.OrganizationId).Distinct().Count() > 1)
            {
                _ambiguous.Add(sameName.Key);
            }
        }
    }

    public string Find(string organizationId, string? name)
    {
        var shown = Shorten(name);
        return string.IsNullOrWhiteSpace(shown) ? organizationId
            : _ambiguous.Contains(shown) ? $"{shown} ({organizationId})"
            : shown;
    }

    /// <summary>A name can be of any length, and the page must stay readable.</summary>
    private static string Shorten(string? name)
    {
        var visible = VisibleText.From(name ?? "").Trim();
        if (visible.Length <= MaximumLength)
        {
            return visible;
        }
        var length = char.IsHighSurrogate(visible[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength;
        return visible[..length] + "…";
    }
}
