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
            "Try again later. The PDF of a new invoice may not be available yet."
        );

    private static ErrorRecord FileNotSaved(FileNotSavedException exception) =>
        Record(
            exception.Cause,
            "FileNotSaved",
            ErrorCategory.WriteError,
            exception.Path,
            "Check that you can write to the folder, that the disk has room, and that no folder, device, "
                + "or pipe has the name of the file. No incomplete file was left behind."
        );

    public static ErrorRecord FileExists(string file) =>
        Record(
            new IOException($"The file '{file}' already exists."),
            "FileExists",
            ErrorCategory.ResourceExists,
            file,
            "Use -Force to replace it, or -SkipExisting to save only new invoices."
        );

    public static ErrorRecord FileTaken(string file, string invoiceId) =>
        Record(
            new IOException(
                $"Can't save invoice {invoiceId} to '{file}': another invoice in this pipeline already uses that file."
            ),
            "FileTaken",
            ErrorCategory.InvalidArgument,
            invoiceId,
            "To save more than one invoice, specify a directory with -Path, and each invoice once."
        );

    /// <param name="path">The path as it was typed.</param>
    public static ErrorRecord FileExtensionRequired(string path) =>
        Record(
            new ArgumentException($"The file name in '{path}' has no extension."),
            "FileExtensionRequired",
            ErrorCategory.InvalidArgument,
            path,
            "Specify the path of a file, such as ./billing.html. Specify organizations after the path, or with "
                + "-Organization."
        );

    /// <param name="isAnyFile">False if the extension distinguishes a file from a folder.</param>
    public static ErrorRecord FolderNotFound(string path, bool isAnyFile) =>
        Record(
            new DirectoryNotFoundException($"Can't save to '{path}': the directory doesn't exist."),
            "FolderNotFound",
            ErrorCategory.ObjectNotFound,
            path,
            "Create the directory first with New-Item -ItemType Directory."
                + (isAnyFile ? "" : " To save to a file, specify a name with an extension, such as .pdf.")
        );

    public static ErrorRecord NotAFilePath(string path) =>
        Record(
            new ArgumentException($"'{path}' isn't a file system path."),
            "NotAFilePath",
            ErrorCategory.InvalidArgument,
            path,
            "Specify a directory or file in the file system."
        );

    public static ErrorRecord AmbiguousPath(string path, int count) =>
        Record(
            new ArgumentException($"'{path}' matches {count} paths, but only one is allowed."),
            "AmbiguousPath",
            ErrorCategory.InvalidArgument,
            path,
            "Specify one directory or file. For a name that contains brackets, use -LiteralPath."
        );

    /// <summary>A mandatory switch is turned off.</summary>
    public static ErrorRecord NoOutcome() =>
        Record(
            new ArgumentException("-NotCharged:$false doesn't specify the outcome of the charge."),
            "Contradiction",
            ErrorCategory.InvalidArgument,
            null,
            "Specify -InvoiceId or -NotCharged."
        );

    public static ErrorRecord Contradiction(string one, string other) =>
        Record(
            new ArgumentException($"{one} and {other} can't be used together."),
            "Contradiction",
            ErrorCategory.InvalidArgument,
            null,
            $"Specify {one} or {other}."
        );
}
