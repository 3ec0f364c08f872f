using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Grpc.Core;
using Grpc.Net.Client;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;

namespace BareStub;

/// <summary>Authenticates, requests an organization's invoices, and returns them.</summary>
[Cmdlet(VerbsCommon.Get, "BareInvoice")]
public sealed class GetBareInvoiceCommand : PSCmdlet
{
    [Parameter(Mandatory = true)]
    public Uri Uri { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public string OrganizationId { get; set; } = "";

    /// <summary>The folders that contain the gRPC assemblies, in order of preference.</summary>
    [Parameter(Mandatory = true)]
    public string[] Libraries { get; set; } = [];

    protected override void EndProcessing()
    {
        var folders = Libraries;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            folders.Select(folder => Path.Combine(folder, name.Name + ".dll")).FirstOrDefault(File.Exists) is { } file
                ? context.LoadFromAssemblyPath(file)
                : null;
        Read();
    }

    // In a separate method, so that gRPC types are resolved only after the assembly folder is known.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Read()
    {
        using var channel = GrpcChannel.ForAddress(Uri);
        var token = new AuthService.AuthServiceClient(channel)
            .Authenticate(new AuthenticateRequest { Entity = "any" })
            .AccessToken;
        var answer = new BillingService.BillingServiceClient(channel).GetInvoicesSummary(
            new GetInvoicesSummaryRequest { OrgId = OrganizationId },
            new Metadata { { "authorization", "Bearer " + token } }
        );
        foreach (var invoice in answer.Invoices)
        {
            WriteObject(
                new BareInvoice(invoice.Id, invoice.InvoiceDate.ToDateTime(), invoice.InvoiceAmount, invoice.Status)
            );
        }
    }
}

public sealed record BareInvoice(string Id, DateTime Date, double Amount, string Status);
