using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Viam.Billing.Contract;

namespace Viam.Billing.Grpc.Mapping;

/// <summary>
/// The response of GetInvoicesSummary. Each invoice is converted as soon as it is parsed, and its message is used again
/// for the next one, because a response can contain very many invoices.
/// </summary>
internal sealed class InvoicesMessage : IBufferMessage
{
    private const uint OutstandingBalanceTag =
        ((uint)GetInvoicesSummaryResponse.OutstandingBalanceFieldNumber << 3) | (uint)WireFormat.WireType.Fixed64;
    private const uint InvoicesTag =
        ((uint)GetInvoicesSummaryResponse.InvoicesFieldNumber << 3) | (uint)WireFormat.WireType.LengthDelimited;

    private readonly List<Invoice> _invoices = [];

    /// <summary>The RPC, with this class as its response.</summary>
    public static Method<GetInvoicesSummaryRequest, InvoicesMessage> Method { get; } =
        new(
            MethodType.Unary,
            // Not from the descriptor of the service, which takes long to build.
            "viam.app.v1.BillingService",
            nameof(BillingService.BillingServiceBase.GetInvoicesSummary),
            Marshallers.Create(Serialize, static context => Parse(context, new GetInvoicesSummaryRequest())),
            Marshallers.Create<InvoicesMessage>(Serialize, static context => Parse(context, new InvoicesMessage()))
        );

    public double OutstandingBalance { get; private set; }

    public IReadOnlyList<Invoice> Invoices => _invoices;

    public MessageDescriptor Descriptor => GetInvoicesSummaryResponse.Descriptor;

    public void InternalMergeFrom(ref ParseContext input)
    {
        var message = new InvoiceSummary();
        var status = "";
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (tag)
            {
                case OutstandingBalanceTag:
                    OutstandingBalance = input.ReadDouble();
                    break;
                case InvoicesTag:
                    message.Reset();
                    input.ReadMessage(message);
                    // Most invoices have the same status, so they share its text.
                    status = message.Status = message.Status == status ? status : message.Status;
                    _invoices.Add(InvoiceMapper.Map(message));
                    break;
                default:
                    if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.EndGroup)
                    {
                        // Generated code also returns here. The caller reports the unexpected end.
                        return;
                    }
                    // Skips the field.
                    UnknownFieldSet.MergeFieldFrom(null, ref input);
                    break;
            }
        }
    }

    public void MergeFrom(CodedInputStream input) => throw new NotSupportedException();

    public void WriteTo(CodedOutputStream output) => throw new NotSupportedException();

    public void InternalWriteTo(ref WriteContext output) => throw new NotSupportedException();

    public int CalculateSize() => throw new NotSupportedException();

    private static T Parse<T>(DeserializationContext context, T message)
        where T : IMessage
    {
        message.MergeFrom(context.PayloadAsReadOnlySequence());
        return message;
    }

    private static void Serialize(IMessage message, SerializationContext context)
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
