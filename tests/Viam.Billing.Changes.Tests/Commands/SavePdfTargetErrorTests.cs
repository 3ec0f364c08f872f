using System.Management.Automation;

namespace Viam.Billing.Tests.Commands;

/// <summary>Targets that are rejected before a PDF is requested.</summary>
public sealed class SavePdfTargetErrorTests : SavePdfTest
{
    [Fact]
    public void ForceWithSkipExistingIsRejected()
    {
        AssertError(
            Run(SaveOne + " -Force -SkipExisting").OnlyError,
            "Contradiction",
            ErrorCategory.InvalidArgument,
            null
        );
        AssertNothingSentAndNothingSaved();
    }

    [Theory]
    [InlineData("$folder/missing/inv.pdf")]
    [InlineData("$folder/missing/")]
    [InlineData("$folder/missing")]
    [InlineData("$folder/2026.11")]
    [InlineData("$folder/v1.2")]
    [InlineData("$folder/pdfs.")]
    [InlineData("$folder/inv.pdf/")]
    public void MissingFolderIsRejectedBeforeSending(string path)
    {
        var typed = path.Replace("$folder", _folder.FullName, StringComparison.Ordinal);

        AssertError(
            Run("Save-ViamInvoicePdf inv-1, inv-2 $path", ("path", typed)).OnlyError,
            "FolderNotFound",
            ErrorCategory.ObjectNotFound,
            typed
        );

        AssertNothingSentAndNothingSaved();
    }

    [Theory]
    [InlineData("Env:/X")]
    [InlineData("Variable:/x")]
    [InlineData("Function:/")]
    public void NonFileSystemPathIsRejectedBeforeSending(string path)
    {
        AssertError(
            Run($"Save-ViamInvoicePdf inv-1 {path}").OnlyError,
            "NotAFilePath",
            ErrorCategory.InvalidArgument,
            path
        );
        AssertError(
            Run($"Save-ViamInvoicePdf inv-1 -LiteralPath {path}").OnlyError,
            "NotAFilePath",
            ErrorCategory.InvalidArgument,
            path
        );

        AssertNothingSentAndNothingSaved();
    }

    [Fact]
    public void MissingDriveIsRejectedBeforeSending()
    {
        Assert.Equal(
            ErrorCategory.ObjectNotFound,
            Run("Save-ViamInvoicePdf inv-1 Nowhere:/x").OnlyError.CategoryInfo.Category
        );

        AssertNothingSentAndNothingSaved();
    }

    [Fact]
    public void SecondInvoiceForSameFileIsRejected()
    {
        var run = Run("Save-ViamInvoicePdf inv-1, inv-2 \"$folder/one.pdf\" -Force");

        AssertError(run.OnlyError, "FileTaken", ErrorCategory.InvalidArgument, "inv-2");
        AssertNothingSentAndNothingSaved();
    }

    [Fact]
    public void AmbiguousWildcardPathIsRejectedBeforeSending()
    {
        _folder.CreateSubdirectory("a1");
        _folder.CreateSubdirectory("a2");

        Assert.StartsWith(
            "AmbiguousPath,",
            Run("Save-ViamInvoicePdf inv-1 \"$folder/a*\"").OnlyError.FullyQualifiedErrorId
        );

        Assert.Equal(0, CountRequests("GetInvoicePdf"));
    }

    [Fact]
    public void FolderAtFilePathWritesErrorAndLeavesNoTemporaryFile()
    {
        _folder.CreateSubdirectory("inv-1.pdf");

        AssertError(
            Run(SaveOne + " -Force").OnlyError,
            "FileNotSaved",
            ErrorCategory.WriteError,
            Path.Combine(_folder.FullName, "inv-1.pdf")
        );

        Assert.Equal("inv-1.pdf", Assert.Single(_folder.GetFileSystemInfos()).Name);
    }
}
