using Google.Protobuf.WellKnownTypes;

namespace Viam.Billing.Contract;

public sealed partial class InvoiceSummary
{
    /// <summary>
    /// Removes the content, so that another message can be parsed into this object. Times become those that count as
    /// unset, because their objects are used again.
    /// </summary>
    internal void Reset()
    {
        Id = "";
        InvoiceAmount = 0;
        Status = "";
        LastPaymentFailureReason = "";
        InvoiceDate = Reset(InvoiceDate);
        DueDate = Reset(DueDate);
        PaidDate = Reset(PaidDate);
        LastPaymentFailureAt = Reset(LastPaymentFailureAt);
        _unknownFields = null;
    }

    private static Timestamp? Reset(Timestamp? time)
    {
        if (time is not null)
        {
            (time.Seconds, time.Nanos) = (0, 0);
        }
        return time;
    }
}
