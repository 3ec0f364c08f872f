using System.Management.Automation;
using Viam.Billing.Contract;

namespace Viam.Billing.Benchmarks;

/// <summary>
/// Makes a request with the bare stub, and returns existing objects: the least that a reading cmdlet does.
/// </summary>
[Cmdlet(VerbsCommunications.Read, "Bare")]
public sealed class ReadBareCommand : PSCmdlet
{
    /// <summary>The benchmark's client.</summary>
    [Parameter(Mandatory = true)]
    public object Client { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public string Organization { get; set; } = "";

    [Parameter(Mandatory = true)]
    public object[] Ready { get; set; } = [];

    protected override void EndProcessing()
    {
        ((Client)Client).Stub.GetInvoicesSummary(
            new GetInvoicesSummaryRequest { OrgId = Organization },
            Benchmarks.Client.Options
        );
        foreach (var item in Ready)
        {
            WriteObject(item);
        }
    }
}
