using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Files;
using Viam.Billing.Invoices;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Text;

namespace Viam.Billing.Errors;

/// <summary>Files and folders.</summary>
internal static partial class ErrorRecords
{
    private static ErrorRecord EmptyPdf(EmptyPdfException exception) =>
        Record(
            new InvalidDataException(exception.Message),
            "EmptyPdf",
            ErrorCategory.InvalidData,
            exception.InvoiceId,
            "Try again later: the PDF of a new invoice may not be made yet."
        );

    private static ErrorRecord FileNotSaved(FileNotSavedException exception) =>
        Record(
            exception.Cause,
            "FileNotSaved",
            ErrorCategory.WriteError,
            exception.Path,
            "Check that you can write to the folder, that the disk has room, and that no folder, device, or pipe has the name of the file. No incomplete file was left behind."
        );

    public static ErrorRecord FileExists(string file) =>
        Record(
            new IOException($"The file {file} is there already."),
            "FileExists",
            ErrorCategory.ResourceExists,
            file,
            "Use -Force to replace it, or -SkipExisting to fetch only what is new."
        );

    public static ErrorRecord FileTaken(string file, string invoiceId) =>
        Record(
            new IOException(
                $"Can't save invoice {invoiceId} to '{file}': another invoice in this pipeline already uses that file."
            ),
            "FileTaken",
            ErrorCategory.InvalidArgument,
            invoiceId,
            "Give a folder as -Path for more than one invoice, and each invoice once."
        );

    public static ErrorRecord FolderNotFound(string path) =>
        Record(
            new DirectoryNotFoundException($"There is no folder '{path}', and no folder to hold it as a file."),
            "FolderNotFound",
            ErrorCategory.ObjectNotFound,
            path,
            "Make the folder first: New-Item -ItemType Directory. The name of a file has an extension, such as .pdf."
        );

    public static ErrorRecord NotAFilePath(string path) =>
        Record(
            new ArgumentException($"'{path}' is not in the file system."),
            "NotAFilePath",
            ErrorCategory.InvalidArgument,
            path,
            "Give a folder or file of the file system."
        );

    public static ErrorRecord AmbiguousPath(string path, int count) =>
        Record(
            new ArgumentException($"'{path}' matches {count} places, and one is wanted."),
            "AmbiguousPath",
            ErrorCategory.InvalidArgument,
            path,
            "Give one folder or file. -LiteralPath takes a name with brackets as it is."
        );

    public static ErrorRecord Contradiction(string one, string other) =>
        Record(
            new ArgumentException($"{one} and {other} contradict each other."),
            "Contradiction",
            ErrorCategory.InvalidArgument,
            null,
            $"Give {one} or {other}."
        );
}
