using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Files;
using Viam.Billing.Invoices;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Text;

namespace Viam.Billing.Errors;

/// <summary>Charges, emails, and payments.</summary>
internal static partial class ErrorRecords
{
    public const string OutcomeUnknown = "ChargeOutcomeUnknown";

    public static ErrorRecord InvalidAmount(string parameter, decimal amount, string why) =>
        Record(
            new ArgumentException(FormattableString.Invariant($"{parameter} {amount} {why}.")),
            "InvalidAmount",
            ErrorCategory.InvalidArgument,
            amount,
            "Give US dollars with at most two decimals. Nothing is rounded, and nothing was charged."
        );

    public static ErrorRecord From(ChargeRuleViolation violation) =>
        violation switch
        {
            ChargeRuleViolation.Amount amount => InvalidAmount(amount.Parameter, amount.Value, amount.Reason),
            ChargeRuleViolation.Description description => DescriptionTooLong(description.Limit),
            _ => throw new InvalidOperationException($"{violation} has no error."),
        };

    public static ErrorRecord DescriptionTooLong(int limit) =>
        Record(
            new ArgumentException(FormattableString.Invariant($"The description has more than {limit:N0} characters.")),
            "DescriptionTooLong",
            ErrorCategory.InvalidArgument,
            null,
            "Shorten the description. Nothing was charged."
        );

    public static ErrorRecord ChargeRefused(BillingException exception, object target) =>
        NotCharged(exception, "ChargeRefused", target);

    /// <summary>What has to be read before a charge could not be.</summary>
    public static ErrorRecord NotCharged(BillingException exception, object target) =>
        NotCharged(exception, exception.Error.ToString(), target);

    private static ErrorRecord NotCharged(BillingException exception, string id, object target)
    {
        var (category, action) = Describe(exception.Error);
        return Record(exception, id, category, target, $"Nothing was charged. {action}");
    }

    /// <param name="reference">The reference in the ledger; null without one.</param>
    public static ErrorRecord ChargeOutcomeUnknown(
        ChargeRequest charge,
        ChargeOutcome.Unknown outcome,
        object target,
        string? reference = null
    )
    {
        var what = reference is null ? "The charge" : $"The charge {reference}";
        var since = outcome.Since is { } at ? FormattableString.Invariant($", begun at {at:u},") : "";
        var message =
            FormattableString.Invariant(
                $"{what} of {charge.Total:0.00} USD to organization {charge.OrganizationId}{since} may have happened. "
            )
            + (outcome.Cause is null ? "" : $"{Sentence(outcome.Cause.Message)} ")
            + $"{Sentence(outcome.Finding)} It is not sent again.";
        return Record(
            outcome.Cause switch
            {
                BillingException cause => new BillingException(cause.Error, message, cause),
                null => new InvalidOperationException(message),
                var cause => new TimeoutException(message, cause),
            },
            OutcomeUnknown,
            ErrorCategory.OperationStopped,
            target,
            HowToSettle(charge, reference)
        );
    }

    private static string HowToSettle(ChargeRequest charge, string? reference)
    {
        var look =
            FormattableString.Invariant(
                $"Don't repeat the charge before you know what happened. Look for an invoice of {charge.Total:0.00} USD: Get-ViamInvoice -Organization {charge.OrganizationId} -Latest 5. "
            ) + "If there is none, look again in an hour, and ask Viam's support before you charge again.";
        return reference is null
            ? look
            : $"{look} Each run of the batch looks for the invoice again. Once you know, record it: Resolve-ViamCharge -LedgerPath <ledger> -Reference '{reference}' "
                + "with -InvoiceId <id> if it was charged, or -NotCharged if it wasn't.";
    }

    public static ErrorRecord ChargeHeldBack(string reference, string by) =>
        Record(
            new InvalidOperationException(
                $"The charge {reference} was not sent, because the outcome of the charge {by} to the same organization is unknown."
            ),
            "ChargeHeldBack",
            ErrorCategory.OperationStopped,
            reference,
            "Run the batch again. Completed charges are not charged again."
        );

    public static ErrorRecord MaximumTotalExceeded(decimal total, decimal maximum) =>
        Record(
            new InvalidOperationException(
                FormattableString.Invariant(
                    $"The charges total {total:N2} USD, which is more than the maximum of {maximum:N2} USD."
                )
            ),
            "MaximumTotalExceeded",
            ErrorCategory.LimitsExceeded,
            total,
            "Check the amounts, or give a larger -MaximumTotal. With a ledger nothing was sent; without one, only the charges that were emitted before."
        );

    /// <param name="type">What the object is.</param>
    public static ErrorRecord InputNotSupported(string type, object input) =>
        Record(
            new ArgumentException($"An object of the type {type} can't be used here. No request was sent for it."),
            "InputNotSupported",
            ErrorCategory.InvalidType,
            input,
            "Pipe organization IDs, organizations, or rows with the columns OrganizationId and Subtotal, as Import-Csv creates them."
        );

    public static ErrorRecord OrganizationRepeated(string organizationId) =>
        Record(
            new ArgumentException(
                $"Organization {organizationId} comes more than once in this pipeline. It was not charged again."
            ),
            "OrganizationRepeated",
            ErrorCategory.InvalidArgument,
            organizationId,
            "If another charge is intended, add -AllowRepeatedOrganization, or give each charge a reference and use -LedgerPath."
        );

    public static ErrorRecord EmailOutcomeUnknown(BillingException cause, string organizationId) =>
        Record(
            new BillingException(
                cause.Error,
                $"The email to organization {organizationId} may have been sent. {Sentence(cause.Message)} It is not sent again.",
                cause
            )
            {
                GrpcStatus = cause.GrpcStatus,
                ServerMessage = cause.ServerMessage,
                IsOutcomeUnknown = true,
            },
            "EmailOutcomeUnknown",
            ErrorCategory.OperationStopped,
            organizationId,
            "Ask the customer whether the email arrived. Send another one only if it didn't: the service can't tell that it is the same."
        );

    /// <summary>Where HTTP/2 reports that an email's request wasn't processed.</summary>
    public static ErrorRecord EmailNotSent(BillingException cause, string organizationId) =>
        Record(
            new BillingException(
                cause.Error,
                $"The email to organization {organizationId} was not sent. {Sentence(cause.Message)}",
                cause
            )
            {
                GrpcStatus = cause.GrpcStatus,
                ServerMessage = cause.ServerMessage,
                WasNotProcessed = true,
            },
            "EmailNotSent",
            ErrorCategory.ResourceUnavailable,
            organizationId,
            "Not sent, safe to repeat: the server reported that it didn't process the request. Run the command again for this organization."
        );

    public static ErrorRecord PaymentFailed(Invoice invoice) =>
        Record(
            new InvalidOperationException(
                FormattableString.Invariant(
                    $"The payment of invoice {invoice.InvoiceId} about {invoice.Amount:0.00} USD failed: {invoice.LastPaymentFailureReason ?? "the service gives no reason"}."
                )
            ),
            "PaymentFailed",
            ErrorCategory.InvalidResult,
            invoice,
            PaymentFailure.Remedy(invoice.LastPaymentFailureReason)
        );

    /// <param name="trouble">Why the service could not be asked in the end; null if it could.</param>
    public static ErrorRecord WaitTimeout(string invoiceId, string? status, int seconds, string? trouble) =>
        Record(
            new TimeoutException(
                $"Invoice {invoiceId} was not settled within {seconds} s. Its status is {status ?? "not known"}.{(trouble is null ? "" : $" {trouble}")}"
            ),
            "WaitTimeout",
            ErrorCategory.OperationTimeout,
            invoiceId,
            "Wait again with a larger -TimeoutSec. Bank payments take days; the charge itself stands."
        );
}
