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
    /// <param name="outcome">The outcome of the charge, as a sentence.</param>
    public static ErrorRecord LedgerNotWritten(LedgerNotWrittenException exception, string reference, string outcome) =>
        Record(
            new IOException(
                $"{Sentence(exception.Message)} The outcome of charge {reference} wasn't recorded. {outcome}",
                exception
            ),
            "LedgerNotWritten",
            ErrorCategory.WriteError,
            reference,
            "Free disk space, or remove whatever prevents writing to the charge ledger. "
                + "Then run the batch again with the same charge ledger: it looks for charges that weren't recorded."
        );

    /// <param name="references">The references in the ledger, for similar ones.</param>
    public static ErrorRecord ReferenceNotFound(string reference, string path, IEnumerable<string> references) =>
        Record(
            new ItemNotFoundException(
                $"Charge '{reference}' wasn't found in the charge ledger '{path}'."
                    + CloseMatches.AsQuestion(reference, references)
            ),
            "ReferenceNotFound",
            ErrorCategory.ObjectNotFound,
            reference,
            "To list the references in a charge ledger, use Get-ViamChargeLedger."
        );

    public static ErrorRecord ChargeAlreadySettled(string reference, string invoiceId) =>
        Record(
            new InvalidOperationException($"Charge {reference} is already settled by invoice {invoiceId}."),
            "ChargeAlreadySettled",
            ErrorCategory.InvalidOperation,
            reference,
            "No action is required. To list the charges that need a decision, use Get-ViamChargeLedger -Unresolved."
        );

    public static ErrorRecord ChargeChanged(string reference) =>
        Record(
            new InvalidOperationException(
                $"Charge {reference} was changed in the charge ledger after it was shown. The decision wasn't recorded."
            ),
            "ChargeChanged",
            ErrorCategory.InvalidOperation,
            reference,
            "Check the charge with Get-ViamChargeLedger, and then decide again."
        );

    public static ErrorRecord InvoiceAlreadyClaimed(string invoiceId, string owner) =>
        Record(
            new InvalidOperationException($"Invoice {invoiceId} belongs to charge {owner} in the same charge ledger."),
            "InvoiceAlreadyClaimed",
            ErrorCategory.InvalidOperation,
            invoiceId,
            "An invoice belongs to one charge. Check the invoice ID, or resolve the charge with -NotCharged."
        );

    public static ErrorRecord ReferenceRequired() =>
        Record(
            new ArgumentException("A charge with a charge ledger requires a reference."),
            "ReferenceRequired",
            ErrorCategory.InvalidArgument,
            null,
            "Specify -Reference, or add a column named Reference to the file: "
                + "an identifier of the charge that stays the same when the batch is run again."
        );

    public static ErrorRecord LedgerRequired(string reference) =>
        Record(
            new ArgumentException($"Charge {reference} wasn't sent: -Reference requires a charge ledger."),
            "LedgerRequired",
            ErrorCategory.InvalidArgument,
            reference,
            "Specify the same -LedgerPath as in earlier runs of the batch. "
                + "For charges without a charge ledger, omit -Reference or the column named Reference."
        );

    public static ErrorRecord ResendRequiresLedger() =>
        Record(
            new ArgumentException(
                "-ResendAfter requires -LedgerPath, because only a charge ledger records interrupted charges."
            ),
            "LedgerRequired",
            ErrorCategory.InvalidArgument,
            null,
            "Specify -LedgerPath, or omit -ResendAfter. Nothing was charged."
        );

    public static ErrorRecord ReferenceReused(string reference) =>
        Record(
            new ArgumentException($"Reference {reference} is already used for another organization or amount."),
            "ReferenceReused",
            ErrorCategory.InvalidArgument,
            reference,
            "Use a different reference for each charge, and don't change the charge that a reference identifies."
        );

    public static ErrorRecord LedgerOfAnotherService(string path, string service) =>
        Record(
            new InvalidOperationException(
                $"The charge ledger '{path}' contains charges of another service, {service}."
            ),
            "LedgerOfAnotherService",
            ErrorCategory.InvalidOperation,
            path,
            "Connect to that service, or specify another charge ledger. "
                + "Charges that a charge ledger contains aren't made again, on any service."
        );

    public static ErrorRecord LedgerDamaged(LedgerDamagedException exception, string path) =>
        Record(
            exception,
            "LedgerDamaged",
            ErrorCategory.InvalidData,
            path,
            "Check that the path is that of a charge ledger. "
                + "If it is, restore a copy that was made after its last batch. "
                + "Without it, you can't know what was charged: don't start "
                + "a new charge ledger for the same charges, and don't use an older copy."
        );

    public static ErrorRecord LedgerNotFound(string path) =>
        Record(
            new FileNotFoundException($"The charge ledger '{path}' wasn't found."),
            "LedgerNotFound",
            ErrorCategory.ObjectNotFound,
            path,
            "Check the path. New-ViamCharge -LedgerPath creates a charge ledger with the first charge."
        );

    public static ErrorRecord LedgerNotOpened(Exception exception, string path) =>
        Record(
            exception,
            "LedgerNotOpened",
            ErrorCategory.OpenError,
            path,
            "Check the path, and that no other process is using the charge ledger. Only one batch at a time can use it."
        );
}
