using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>A charge that is recorded in a charge ledger.</summary>
/// <param name="isResend">True to send the charge again although an earlier attempt was interrupted.</param>
internal sealed class LedgerChargeRecord(
    ChargeRequest charge,
    string reference,
    ChargeLedger ledger,
    ChargeBatchOptions options,
    ChargeRegister register,
    bool isResend
) : ChargeRecord(charge, reference)
{
    private readonly string _reference = reference;
    private readonly OrganizationCharges _charges = register.Of(charge.OrganizationId);

    public override TrackedCharge? Tracked =>
        Entry is { HasAttempts: true } entry ? ChargeRegister.Create(ledger, options.LedgerPath, entry) : null;

    public override ChargeDoubt EarlierDoubt =>
        Entry switch
        {
            null => ChargeDoubt.None,
            { State: LedgerEventKind.Intent } entry => entry.EarlierDoubt,
            var entry => entry.Doubt,
        };

    public override int NotProcessedCount => Entry?.NotProcessedCount ?? 0;

    private LedgerEntry? Entry => ledger.Find(_reference);

    private string Key => ChargeRegister.KeyOf(options.LedgerPath, _reference);

    public override void AddIntent(InvoiceListing listing)
    {
        var isAgain = isResend && EarlierDoubt == ChargeDoubt.Interrupted;
        ledger.AddIntent(_reference, Charge, options.Service, _charges.KnownInvoices(), !listing.IsBaseline, isAgain);
        Update();
    }

    public override void AddCharged(string invoiceId, bool reconciled)
    {
        TryWrite(() => ledger.AddCharged(_reference, invoiceId, reconciled));
        _charges.Claim(Key, invoiceId);
    }

    public override void AddRefused(string message) => AddDefinite(() => ledger.AddRefused(_reference, message));

    public override void AddNotSent() => AddDefinite(() => ledger.AddNotSent(_reference));

    public override bool AddNotProcessed(string message) =>
        TryWrite(() => ledger.AddNotProcessed(_reference, message)) && Update();

    public override void AddLost(string message)
    {
        TryWrite(() => ledger.AddLost(_reference, message));
        Update();
    }

    public override void AddUnknown(string message, IReadOnlyList<string> seen)
    {
        // If the lost response couldn't be recorded, the charge ledger contains only the intent, and the next run
        // searches for the invoice.
        if (NotWritten is null && !(Entry is { } entry && ledger.IsRecorded(entry, seen)))
        {
            TryWrite(() => ledger.AddUnknown(_reference, message, seen));
        }
        Update();
    }

    private void AddDefinite(Action write)
    {
        var earlier = EarlierDoubt;
        TryWrite(write);
        if (earlier == ChargeDoubt.None)
        {
            _charges.Untrack(Key);
        }
    }

    private bool Update()
    {
        register.Update(ledger, options.LedgerPath, Entry!);
        return true;
    }

    /// <summary>Catches an error of the charge ledger, so that the outcome of the charge is still reported.</summary>
    private bool TryWrite(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (LedgerNotWrittenException exception)
        {
            NotWritten ??= exception;
        }
        catch (Exception exception)
        {
            NotWritten ??= new LedgerNotWrittenException(options.LedgerPath, exception);
        }
        return false;
    }
}
