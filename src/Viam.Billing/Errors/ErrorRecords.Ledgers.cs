using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Files;
using Viam.Billing.Invoices;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Text;

namespace Viam.Billing.Errors;

/// <summary>Charge ledgers and their references.</summary>
internal static partial class ErrorRecords
{
    /// <param name="outcome">What became of the charge, as a sentence.</param>
    public static ErrorRecord LedgerNotWritten(LedgerNotWrittenException exception, string reference, string outcome) =>
        Record(
            new IOException(
                $"{Sentence(exception.Message)} So it doesn't hold the outcome of the charge {reference}. {outcome}",
                exception
            ),
            "LedgerNotWritten",
            ErrorCategory.WriteError,
            reference,
            "Make room on the disk, or remove whatever else keeps the ledger from being written, then run the batch again with the same ledger: it looks for what is not noted."
        );

    public static ErrorRecord ReferenceNotFound(string reference, string path) =>
        Record(
            new ItemNotFoundException($"The ledger {path} has no charge {reference}."),
            "ReferenceNotFound",
            ErrorCategory.ObjectNotFound,
            reference,
            "Get-ViamChargeLedger lists the references of a ledger."
        );

    public static ErrorRecord ChargeAlreadySettled(string reference, string invoiceId) =>
        Record(
            new InvalidOperationException($"The charge {reference} is settled already, by the invoice {invoiceId}."),
            "ChargeAlreadySettled",
            ErrorCategory.InvalidOperation,
            reference,
            "Nothing has to be done. Get-ViamChargeLedger -Unresolved lists the charges that need a decision."
        );

    public static ErrorRecord InvoiceAlreadyClaimed(string invoiceId, string owner) =>
        Record(
            new InvalidOperationException($"The invoice {invoiceId} belongs to the charge {owner} of the same ledger."),
            "InvoiceAlreadyClaimed",
            ErrorCategory.InvalidOperation,
            invoiceId,
            "An invoice belongs to one charge. Check the invoice ID, or resolve the charge with -NotCharged."
        );

    public static ErrorRecord ReferenceRequired() =>
        Record(
            new ArgumentException("A charge with a ledger needs a reference."),
            "ReferenceRequired",
            ErrorCategory.InvalidArgument,
            null,
            "Give -Reference, or a column Reference in the file: a name of the charge that stays the same when the batch is run again."
        );

    public static ErrorRecord LedgerRequired(string reference) =>
        Record(
            new ArgumentException($"The charge {reference} was not sent: a reference means nothing without a ledger."),
            "LedgerRequired",
            ErrorCategory.InvalidArgument,
            reference,
            "Give -LedgerPath, the same as when the batch was run before. For charges that nothing remembers, leave -Reference, or the column Reference, out."
        );

    public static ErrorRecord ResendRequiresLedger() =>
        Record(
            new ArgumentException(
                "-ResendAfter requires -LedgerPath, because only a ledger knows interrupted charges."
            ),
            "LedgerRequired",
            ErrorCategory.InvalidArgument,
            null,
            "Specify -LedgerPath, or omit -ResendAfter. Nothing was charged."
        );

    public static ErrorRecord ReferenceReused(string reference) =>
        Record(
            new ArgumentException($"The reference {reference} stands for another organization or amount already."),
            "ReferenceReused",
            ErrorCategory.InvalidArgument,
            reference,
            "Give every charge a reference of its own, and never change what a reference stands for."
        );

    public static ErrorRecord LedgerOfAnotherService(string path, string service) =>
        Record(
            new InvalidOperationException($"The ledger {path} is one of charges at {service}."),
            "LedgerOfAnotherService",
            ErrorCategory.InvalidOperation,
            path,
            "Connect to that service, or give another ledger. What a ledger notes as charged is not charged again, wherever that was."
        );

    public static ErrorRecord LedgerDamaged(LedgerDamagedException exception, string path) =>
        Record(
            exception,
            "LedgerDamaged",
            ErrorCategory.InvalidData,
            path,
            "Check that the path is that of a ledger. If it is, put back a copy that was made after its last batch. Without it nobody knows what was charged: do not begin "
                + "a new ledger for the same charges, and do not use an older copy."
        );

    public static ErrorRecord LedgerNotFound(string path) =>
        Record(
            new FileNotFoundException($"There is no ledger {path}."),
            "LedgerNotFound",
            ErrorCategory.ObjectNotFound,
            path,
            "Check the path."
        );

    public static ErrorRecord LedgerNotOpened(Exception exception, string path) =>
        Record(
            exception,
            "LedgerNotOpened",
            ErrorCategory.OpenError,
            path,
            "Check the path, and that no other process has the ledger open. One batch at a time holds a ledger."
        );
}
