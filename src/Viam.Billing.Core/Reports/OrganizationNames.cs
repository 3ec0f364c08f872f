using Viam.Billing.Text;

namespace Viam.Billing.Reports;

/// <summary>
/// The display names of organizations in a report: the name, with the ID if several have the same name.
/// </summary>
internal sealed class OrganizationNames
{
    private const int MaximumLength = 100;

    private readonly Dictionary<string, string> _names = [];

    public OrganizationNames(ReportData data)
    {
        foreach (
            var (organizationId, name) in data
                .Organizations.Select(static row => (row.OrganizationId, row.OrganizationName))
                .Concat(data.Failures.Select(static row => (row.OrganizationId, row.OrganizationName)))
        )
        {
            var shown = Shorten(name);
            _names.TryAdd(organizationId, string.IsNullOrWhiteSpace(shown) ? organizationId : shown);
        }
        foreach (
            var same in _names
                .GroupBy(static row => row.Value, StringComparer.OrdinalIgnoreCase)
                .Where(static same => same.Count() > 1)
                .ToArray()
        )
        {
            foreach (var (organizationId, name) in same)
            {
                _names[organizationId] = $"{name} ({organizationId})";
            }
        }
    }

    public string Find(string organizationId) => _names[organizationId];

    /// <summary>Limits the length of a name, so that the page stays readable.</summary>
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
