using System.Management.Automation;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Errors;

/// <summary>The usage store, usage, and budgets.</summary>
internal static partial class ErrorRecords
{
    /// <summary>What to do about a usage store without snapshots.</summary>
    public const string SaveDaily = "To keep usage, run Save-ViamUsageSnapshot every day, such as in a nightly job.";

    /// <summary>The record of an error of the usage store; null for other exceptions.</summary>
    public static ErrorRecord? TryFromStore(Exception exception, object? target) =>
        exception switch
        {
            UsageStoreBusyException => Record(
                exception,
                "StoreBusy",
                ErrorCategory.ResourceBusy,
                target,
                "Run the command again. If the file stays in use, find the process that has it open."
            ),
            UsageStoreDamagedException => Record(
                exception,
                "StoreDamaged",
                ErrorCategory.InvalidData,
                target,
                "Restore the file from a backup, or remove the line. Nothing was written to the file. "
                    + "A file holds one billing month, which is its name."
            ),
            UsageStoreVersionException => Record(
                exception,
                "StoreVersionNotSupported",
                ErrorCategory.NotImplemented,
                target,
                "Update Viam.Billing on this computer."
            ),
            UsageStoreNotWrittenException => Record(
                exception,
                "StoreNotWritten",
                ErrorCategory.WriteError,
                target,
                "Free disk space, or remove what else prevents writing, and run the command again."
            ),
            UsageStoreLocationException => Record(
                exception,
                "StorePathRequired",
                ErrorCategory.InvalidArgument,
                target,
                $"Specify -StorePath, or set the environment variable {UsageStoreLocation.Variable} to a full path."
            ),
            SandboxStoreException => Record(
                exception,
                "SandboxStore",
                ErrorCategory.InvalidOperation,
                target,
                "Omit -StorePath in a sandbox session, or specify a new or empty folder."
            ),
            UsageStoreClosedException => Record(
                exception,
                "StoreClosed",
                ErrorCategory.InvalidOperation,
                target,
                "Read the usage again with Get-ViamCurrentMonthUsage, or specify -StorePath."
            ),
            IOException or UnauthorizedAccessException => Record(
                exception,
                "StoreNotOpened",
                ErrorCategory.OpenError,
                target,
                "Check the path of the usage store, and that you can read and write its folders and files."
            ),
            _ => null,
        };

    public static ErrorRecord StoreNotFound(string path) =>
        Record(
            new DirectoryNotFoundException($"The usage store '{path}' doesn't exist."),
            "StoreNotFound",
            ErrorCategory.ObjectNotFound,
            path,
            $"Check -StorePath, or the environment variable {UsageStoreLocation.Variable}. "
                + "Save-ViamUsageSnapshot creates a usage store."
        );

    /// <param name="isRow">True for a row of -ByResource or of past usage, false for a copy of usage.</param>
    public static ErrorRecord UsageIncomplete(bool isRow) =>
        Record(
            new ArgumentException(
                isRow
                    ? "A row of -ByResource or of Get-ViamUsageHistory isn't the current usage of an organization."
                    : "The object is a copy or a part of an organization's usage, from a file, a job, or "
                        + "Select-Object. It doesn't have the costs by source."
            ),
            "UsageIncomplete",
            ErrorCategory.InvalidType,
            null,
            "Pipe the output of Get-ViamCurrentMonthUsage, without -ByResource, directly to the command. "
                + "To keep usage for later, use Save-ViamUsageSnapshot."
        );

    public static ErrorRecord InvoiceIncomplete() =>
        Record(
            new ArgumentException(
                "The object is a copy or a part of an invoice, from a file, a job, or Select-Object. "
                    + "It isn't used, and the organization's invoices aren't read instead."
            ),
            "InvoiceIncomplete",
            ErrorCategory.InvalidType,
            null,
            "Pipe the output of Get-ViamInvoice directly to the command. To read all invoices of an organization, "
                + "specify -Organization and don't pipe objects of invoices."
        );

    /// <summary>The record of an error of reading an organization; null for unexpected exceptions.</summary>
    public static ErrorRecord? TryFromRead(Exception exception, object? target) =>
        TryFrom(exception, target) ?? TryFromStore(exception, target);

    /// <param name="organization">The name and ID of the organization.</param>
    public static ErrorRecord UsagePeriodUnknown(string organization, string organizationId) =>
        Record(
            new InvalidDataException(
                $"The service didn't report a possible start of the billing month of organization {organization}."
            ),
            "UsagePeriodUnknown",
            ErrorCategory.InvalidData,
            organizationId,
            "Run the command again. If the problem persists, contact Viam support."
        );

    /// <param name="organization">The name and ID of the organization.</param>
    public static ErrorRecord UsageAmountUnknown(string organization, string organizationId) =>
        Record(
            new InvalidDataException($"The amount due of organization {organization} is unknown."),
            "UsageAmountUnknown",
            ErrorCategory.InvalidData,
            organizationId,
            "Run the command again. If the problem persists, contact Viam support."
        );

    /// <param name="what">The missing data, such as "snapshots of organization x".</param>
    /// <param name="question">The question whether a similar name was meant, with a space before it.</param>
    public static ErrorRecord UsageHistoryNotFound(string what, string target, string question = "") =>
        Record(
            new ItemNotFoundException($"The usage store has no {what}.{question}"),
            "UsageHistoryNotFound",
            ErrorCategory.ObjectNotFound,
            target,
            "Save-ViamUsageSnapshot adds snapshots to the store, and Get-ViamUsageHistory shows what it has. "
                + "Check -StorePath if you use it."
        );

    /// <summary>The error of a cmdlet that needs stored usage, when the store has none at all.</summary>
    public static ErrorRecord UsageStoreEmpty(string folder) =>
        Record(
            new ItemNotFoundException($"The usage store '{folder}' has no snapshots."),
            "UsageHistoryNotFound",
            ErrorCategory.ObjectNotFound,
            folder,
            SaveDaily + " Check -StorePath if you use it."
        );

    /// <param name="name">The name of the organization; null if unknown.</param>
    /// <param name="row">The number of the pipeline object; null for an argument.</param>
    public static ErrorRecord BudgetRequired(string? organization, string? name, int? row) =>
        Record(
            new ArgumentException(BudgetOf(name, row) + "No budget is specified."),
            "BudgetRequired",
            ErrorCategory.InvalidArgument,
            organization,
            "Specify -Budget, or a column Budget in the file."
        );

    /// <inheritdoc cref="BudgetRequired"/>
    public static ErrorRecord InvalidBudget(
        string message,
        string? organization,
        string? name = null,
        int? row = null
    ) =>
        Record(
            new ArgumentException(BudgetOf(name, row) + message),
            "InvalidBudget",
            ErrorCategory.InvalidArgument,
            organization,
            "Specify a budget such as 1234.56, and thresholds in percent from 1 to 1000. In text, separate several "
                + "thresholds with semicolons, such as 80;100."
        );

    private static string BudgetOf(string? name, int? row) =>
        (name, row) switch
        {
            (null, null) => "",
            (null, _) => $"Row {row} of the input: ",
            (_, null) => $"Organization '{name}': ",
            _ => $"Organization '{name}', row {row} of the input: ",
        };

    public static ErrorRecord InvalidHistoryRange(DateTime? after, DateTime? before) =>
        Record(
            new ArgumentException(FormattableString.Invariant($"-After {after:u} isn't before -Before {before:u}.")),
            "InvalidDateRange",
            ErrorCategory.InvalidArgument,
            after,
            "Specify an earlier -After or a later -Before."
        );

    public static ErrorRecord ReferenceDateNotPast(DateTime reference) =>
        DateNotPast("-ReferenceDate", reference, "Specify a time before the usage was read.");

    public static ErrorRecord AsOfNotPast(DateTime asOf) =>
        DateNotPast("-AsOf", asOf, "Specify a past time, or omit -AsOf to forecast from the current usage.");

    private static ErrorRecord DateNotPast(string parameter, DateTime date, string action) =>
        Record(
            new ArgumentException($"{parameter} {date:u} isn't in the past."),
            "InvalidReferenceDate",
            ErrorCategory.InvalidArgument,
            date,
            action
        );
}
