using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Reports.Page;
using Viam.Billing.Reports.Reading;

namespace Viam.Billing.Commands;

/// <summary>Exports spend, forecast, and unpaid invoices of organizations to an HTML page.</summary>
[Cmdlet(
    VerbsData.Export,
    "ViamBillingReport",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low,
    HelpUri = OnlineHelp.Folder + "Export-ViamBillingReport.md"
)]
[OutputType(typeof(FileInfo))]
public sealed class ExportViamBillingReportCommand : ReadingCommand
{
    private protected override string Action => "Export a billing report";

    private protected override ReadOnlyMemory<byte> Format(
        IReadOnlyList<OrganizationReading> readings,
        CancellationToken stop
    ) => HtmlReport.Write(OrganizationReading.Combine(ReadAt, readings), stop);
}
