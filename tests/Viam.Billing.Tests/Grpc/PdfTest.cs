using Google.Protobuf;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Commands;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Base class for tests of the streaming of invoice PDFs.</summary>
public abstract class PdfTest : GrpcTest
{
    private protected const string Rpc = "GetInvoicePdf";
    private protected const string Acme = SandboxOrganizations.Acme;

    private protected static ByteString[] Parts { get; } =
    [ByteString.CopyFromUtf8("%PDF-1.7 "), ByteString.CopyFromUtf8("middle "), ByteString.CopyFromUtf8("%%EOF")];

    private protected List<string> Chunks { get; } = [];

    private protected Task ReadAsync(IBillingService service, CallContext? call = null) =>
        service.ReadInvoicePdfAsync(
            "inv-1",
            Acme,
            (part, _) =>
            {
                Chunks.Add(System.Text.Encoding.UTF8.GetString(part.Span));
                return ValueTask.CompletedTask;
            },
            call ?? Call
        );
}
