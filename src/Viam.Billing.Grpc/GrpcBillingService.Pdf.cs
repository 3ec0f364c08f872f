using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc;

internal sealed partial class GrpcBillingService
{
    public Task ReadInvoicePdfAsync(
        string invoiceId,
        string organizationId,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write,
        CallContext call
    ) =>
        _calls.ReadStreamAsync(
            new RpcDescriptor("BillingService/GetInvoicePdf", invoiceId, BillingError.InvoiceNotFound),
            call,
            o => _billing.GetInvoicePdf(new() { Id = invoiceId, OrgId = organizationId }, o),
            (part, cancellationToken) => write(part.Chunk.Memory, cancellationToken)
        );
}
