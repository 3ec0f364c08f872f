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
            "Specify US dollars with at most two decimal places. Amounts aren't rounded. Nothing was charged."
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

    /// <summary>A failed request that was needed before a charge could be sent.</summary>
    public static ErrorRecord NotCharged(BillingException exception, object target) =>
        NotCharged(exception, exception.Error.ToString(), target);

    private static ErrorRecord NotCharged(BillingException exception, string id, object target)
    {
        var (category, action) = Describe(exception.Error);
        return Record(exception, id, category, target, $"Nothing was charged. {action}");
    }

    /// <param name="organization">The name and ID of the organization.</param>
    /// <param name="reference">The reference in the ledger; null without a ledger.</param>
    public static ErrorRecord ChargeOutcomeUnknown(
        ChargeRequest charge,
        string organization,
        ChargeOutcome.Unknown outcome,
        object target,
        string? reference = null
    )
    {
        var what = reference is null ? "The charge" : $"The charge {reference}";
        var since = outcome.Since is { } at ? FormattableString.Invariant($", sent at {at:u},") : "";
        var message =
            FormattableString.Invariant($"{what} of {charge.Total:N2} USD to organization {organization}{since}")
            + " has an unknown outcome; it may have been processed. "
            + (outcome.Cause is null ? "" : $"{Sentence(outcome.Cause.Message)} ")
            + $"{Sentence(outcome.Summary)} It won't be sent again.";
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
            "Don't repeat the charge until you know what happened. "
            + FormattableString.Invariant($"Look for an invoice of {charge.Total:N2} USD: ")
            + $"Get-ViamInvoice -Organization {charge.OrganizationId} -Latest 5. "
            + "If there is none, look again in an hour, and contact Viam support before you charge again.";
        return reference is null
            ? look
            : $"{look} Each run of the batch looks for the invoice again. When you know the outcome, record it: "
                + $"Resolve-ViamCharge -LedgerPath <ledger> -Reference '{reference}' "
                + "with -InvoiceId <id> if it was charged, or -NotCharged if it wasn't.";
    }

    public static ErrorRecord ChargeHeldBack(string reference, string by) =>
        Record(
            new InvalidOperationException(
                $"Charge {reference} was skipped because the outcome of charge {by} for the same organization "
                    + "is unknown."
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
            "Check the amounts, or specify a larger -MaximumTotal. With a charge ledger, nothing was sent; "
                + "without one, only the charges that were returned before."
        );

    /// <param name="type">The type name of the object.</param>
    public static ErrorRecord InputNotSupported(string type, object input) =>
        InputNotSupported(
            type,
            input,
            "Pipe organization IDs, organizations, or rows with the columns OrganizationId and Subtotal, "
                + "as Import-Csv creates them."
        );

    /// <summary>Nothing is taken from an object, because all parameters are arguments.</summary>
    /// <param name="type">The type name of the object.</param>
    public static ErrorRecord InputNotUsed(string type, object input) =>
        InputNotSupported(
            type,
            input,
            "Don't pipe objects to the command, or omit the arguments that the objects should provide."
        );

    private static ErrorRecord InputNotSupported(string type, object input, string action) =>
        Record(
            new ArgumentException($"An object of the type {type} can't be used here. No request was sent for it."),
            "InputNotSupported",
            ErrorCategory.InvalidType,
            input,
            action
        );

    /// <param name="organization">The name and ID of the organization.</param>
    public static ErrorRecord OrganizationRepeated(string organization, string organizationId) =>
        Record(
            new ArgumentException(
                $"Organization {organization} occurs more than once in this pipeline. It wasn't charged again."
            ),
            "OrganizationRepeated",
            ErrorCategory.InvalidArgument,
            organizationId,
            "If you want to charge it again, add -AllowRepeatedOrganization, "
                + "or specify a reference for each charge and use -LedgerPath."
        );

    /// <param name="organization">The name and ID of the organization.</param>
    public static ErrorRecord EmailOutcomeUnknown(BillingException cause, string organization, string organizationId) =>
        Record(
            new BillingException(
                cause.Error,
                $"The outcome of the email to organization {organization} is unknown; it may have been sent. "
                    + $"{Sentence(cause.Message)} It won't be sent again.",
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
            "Ask the customer whether the email arrived. Send another one only if it didn't."
        );

    /// <summary>An email that HTTP/2 reported as not processed by the server.</summary>
    /// <param name="organization">The name and ID of the organization.</param>
    public static ErrorRecord EmailNotSent(BillingException cause, string organization, string organizationId) =>
        Record(
            new BillingException(
                cause.Error,
                $"The email to organization {organization} wasn't sent. {Sentence(cause.Message)}",
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
            "The server reported that it didn't process the request, so the command can be run again "
                + "for this organization."
        );

    /// <param name="organization">The name of the organization, with its ID, or only the ID.</param>
    public static ErrorRecord PaymentFailed(Invoice invoice, string organization) =>
        Record(
            new InvalidOperationException(
                FormattableString.Invariant($"The payment of invoice {invoice.InvoiceId} of {invoice.Amount:N2} USD ")
                    + $"by organization {organization} "
                    + PaymentFailure.Describe(invoice.LastPaymentFailureReason)
            ),
            "PaymentFailed",
            ErrorCategory.InvalidResult,
            invoice,
            PaymentFailure.Remedy(invoice.LastPaymentFailureReason)
        );

    /// <param name="organization">The name of the organization, with its ID, or only the ID.</param>
    /// <param name="trouble">The message of the last request's error; null if it succeeded.</param>
    public static ErrorRecord WaitTimeout(
        string invoiceId,
        string organization,
        string? status,
        int seconds,
        string? trouble
    ) =>
        Record(
            new TimeoutException(
                $"Invoice {invoiceId} of organization {organization} wasn't paid within {seconds} s. "
                    + $"Its status is {status ?? "unknown"}.{(trouble is null ? "" : $" {trouble}")}"
            ),
            "WaitTimeout",
            ErrorCategory.OperationTimeout,
            invoiceId,
            "Wait again with a larger -TimeoutSec. Bank payments can take days. The charge isn't affected."
        );
}
