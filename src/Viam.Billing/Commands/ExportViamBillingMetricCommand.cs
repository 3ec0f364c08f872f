using System.Management.Automation;
using System.Text;
using Viam.Billing.Commands.Base;
using Viam.Billing.Reports;
using Viam.Billing.Reports.Reading;

namespace Viam.Billing.Commands;

/// <summary>Exports usage, forecast, and overdue invoices of organizations to a Prometheus text file.</summary>
[Cmdlet(
    VerbsData.Export,
    "ViamBillingMetric",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low,
    HelpUri = OnlineHelp.Folder + "Export-ViamBillingMetric.md"
)]
[OutputType(typeof(FileInfo))]
public sealed class ExportViamBillingMetricCommand : ReadingCommand
{
    private protected override string Action => "Export billing metrics";

    private protected override bool IsSummary => true;

    private protected override ReadOnlyMemory<byte> Format(
        IReadOnlyList<OrganizationReading> readings,
        CancellationToken stop
    ) => Encoding.UTF8.GetBytes(MetricText.Write(OrganizationReading.Measure(DateTime.UtcNow, readings)));
}
