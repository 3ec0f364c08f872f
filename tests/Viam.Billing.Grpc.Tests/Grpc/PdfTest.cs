using Google.Protobuf;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;

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
