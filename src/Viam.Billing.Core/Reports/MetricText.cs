using System.Globalization;
using System.Text;

namespace Viam.Billing.Reports;

/// <summary>
/// Writes metrics in the text format of Prometheus, for the textfile collector of node_exporter, which reads gauges
/// without timestamps.
/// </summary>
internal static class MetricText
{
    /// <param name="organizations">The organizations, without duplicates.</param>
    public static string Write(IReadOnlyList<OrganizationMetrics> organizations)
    {
        var text = new StringBuilder();
        foreach (var metric in Metric.All)
        {
            Append(text, metric, organizations);
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, Metric metric, IReadOnlyList<OrganizationMetrics> organizations)
    {
        var hasHeader = false;
        foreach (var organization in organizations)
        {
            foreach (var (bucket, value) in metric.Samples(organization))
            {
                if (!hasHeader)
                {
                    text.Append($"# HELP {metric.Name} {metric.Help}\n# TYPE {metric.Name} gauge\n");
                    hasHeader = true;
                }
                text.Append(metric.Name);
                AppendLabel(text.Append('{'), "organization_id", organization.OrganizationId);
                AppendLabel(text.Append(','), "organization", organization.OrganizationName ?? "");
                if (bucket is not null)
                {
                    AppendLabel(text.Append(','), "bucket", bucket);
                }
                text.Append(CultureInfo.InvariantCulture, $"}} {value}\n");
            }
        }
    }

    private static void AppendLabel(StringBuilder text, string name, string value)
    {
        text.Append(name).Append("=\"");
        foreach (var character in value)
        {
            _ = character switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                _ => text.Append(character),
            };
        }
        text.Append('"');
    }
}
