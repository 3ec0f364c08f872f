using System.Management.Automation;
using System.Text;
using Google.Protobuf;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Processes;

namespace Viam.Billing.Tests.Commands;

/// <summary>Saving the PDFs of invoices.</summary>
public sealed class SavePdfTests : SavePdfTest
{
    [Fact]
    public void EachInvoiceIsSavedAsFileNamedByDateAndId()
    {
        var invoices = Get<Invoice>("Get-ViamInvoice -Latest 12");
        Assert.Equal(12, invoices.Count);

        Assert.Empty(RunSuccessfully("Get-ViamInvoice -Latest 12 | Save-ViamInvoicePdf -Path $folder"));

        AssertFiles([
            .. invoices.Select(invoice =>
                ($"{invoice.InvoiceDate:yyyy-MM-dd}_{invoice.InvoiceId}.pdf", PdfOf(invoice.InvoiceId))
            ),
        ]);
        Assert.Equal(12, CountRequests("GetInvoicePdf"));
        Assert.All(Requests<GetInvoicePdfRequest>(), request => Assert.Equal(Acme, request.OrgId));
    }

    /// <summary>If the file size is limited, .NET throws an exception that isn't an IOException.</summary>
    [Fact]
    public async Task PdfThatCannotBeWrittenDoesNotEndThePipeline()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/prlimit"), "Needs prlimit.");
        ResourceLimit.IgnoreFileSizeSignal();

        var run = await PowerShellProcess.RunAsync(
            [
                "-Command",
                $"Import-Module '{BuiltModule.Manifest}'; Connect-ViamBilling -Uri {Server.Address} "
                    + $"-OrganizationId {Acme}; & /usr/bin/prlimit --pid $PID --fsize=4; "
                    + $"Get-ViamInvoice -Latest 3 | Save-ViamInvoicePdf -Path '{_folder.FullName}'; "
                    + "$Error.FullyQualifiedErrorId",
            ],
            timeout: null,
            ("VIAM_API_KEY_ID", SandboxKeys.OwnerId),
            ("VIAM_API_KEY", SandboxKeys.OwnerKey),
            ("DOTNET_EnableWriteXorExecute", "0")
        );

        Assert.Equal(3, run.Output.Split("FileNotSaved,Viam.Billing.Commands.SaveViamInvoicePdfCommand").Length - 1);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void SandboxPdfIsSavedCompletely()
    {
        Server.Faults.Pdf = null;

        RunSuccessfully("Get-ViamInvoice -Latest 1 | Save-ViamInvoicePdf -Path $folder");

        var pdf = File.ReadAllText(Assert.Single(_folder.GetFiles()).FullName, Encoding.Latin1);
        Assert.StartsWith("%PDF-", pdf);
        Assert.EndsWith("%%EOF", pdf.TrimEnd());
    }

    [Fact]
    public void LargePdfIsSavedByteForByte()
    {
        // Not a multiple of any write or flush size, in chunks of various sizes.
        var random = new Random(20261123);
        var pdf = new byte[(40 * 1024 * 1024) + 4711];
        random.NextBytes(pdf);
        "%PDF"u8.CopyTo(pdf);
        Serve(
            async (_, send, _) =>
            {
                for (int at = 0, size; at < pdf.Length; at += size)
                {
                    size = Math.Min(
                        random.Next(3) == 0 ? random.Next(1, 2 * 1024 * 1024) : random.Next(1, 100_000),
                        pdf.Length - at
                    );
                    await send(ByteString.CopyFrom(pdf, at, size));
                }
            }
        );

        RunSuccessfully(SaveOne);

        Assert.True(pdf.AsSpan().SequenceEqual(File.ReadAllBytes(Assert.Single(_folder.GetFiles()).FullName)));
    }

    [Fact]
    public void PipedInvoiceIsRequestedFromItsOwnOrganization()
    {
        RunSuccessfully(
            $"Get-ViamInvoice {SandboxOrganizations.Cascade} -Latest 1 | Save-ViamInvoicePdf -Path $folder"
        );

        Assert.Equal(SandboxOrganizations.Cascade, Assert.Single(Requests<GetInvoicePdfRequest>()).OrgId);
    }

    [Fact]
    public void ExistingFileIsRejectedBeforeSending()
    {
        Write("inv-1.pdf", "old");

        var run = Run("Save-ViamInvoicePdf inv-1, inv-2 $folder");

        AssertError(
            run.OnlyError,
            "FileExists",
            ErrorCategory.ResourceExists,
            Path.Combine(_folder.FullName, "inv-1.pdf")
        );
        Assert.Equal("inv-2", Assert.Single(Requests<GetInvoicePdfRequest>()).Id);
        AssertFiles(("inv-1.pdf", "old"u8.ToArray()), ("inv-2.pdf", PdfOf("inv-2")));
    }

    [Fact]
    public void ForceReplacesExistingFile()
    {
        Write("inv-1.pdf", "old");

        RunSuccessfully(SaveOne + " -Force");

        AssertFiles(("inv-1.pdf", PdfOf("inv-1")));
    }

    [Fact]
    public void SkipExistingDownloadsOnlyNewInvoices()
    {
        Write("inv-1.pdf", "old");

        var run = Run("Save-ViamInvoicePdf inv-1, inv-2 $folder -SkipExisting -PassThru");

        Assert.Empty(run.Errors);
        Assert.Equal("inv-2.pdf", Assert.Single(run.Of<FileInfo>()).Name);
        Assert.Equal("inv-2", Assert.Single(Requests<GetInvoicePdfRequest>()).Id);
        AssertFiles(("inv-1.pdf", "old"u8.ToArray()), ("inv-2.pdf", PdfOf("inv-2")));
    }

    [Fact]
    public void PassThruReturnsFilesInInputOrder()
    {
        var files = Get<FileInfo>("'inv-3', 'inv-1', 'inv-2' | Save-ViamInvoicePdf -Path $folder -PassThru");

        Assert.Equal(["inv-3.pdf", "inv-1.pdf", "inv-2.pdf"], files.Select(file => file.Name));
        Assert.All(files, file => Assert.Equal((_folder.FullName, 20_000L), (file.DirectoryName, file.Length)));
    }

    [Fact]
    public void DuplicateInvoiceIsSavedOnce()
    {
        AssertError(
            Run("'inv-1', 'inv-1' | Save-ViamInvoicePdf -Path $folder").OnlyError,
            "FileTaken",
            ErrorCategory.InvalidArgument,
            "inv-1"
        );

        Assert.Equal(1, CountRequests("GetInvoicePdf"));
        AssertFiles(("inv-1.pdf", PdfOf("inv-1")));
    }

    [Fact]
    public void WhatIfSendsAndWritesNothing()
    {
        var ids = Get<Invoice>("Get-ViamInvoice -Latest 2").Select(static invoice => invoice.InvoiceId).ToArray();
        Write(ids[0] + ".pdf", "old");

        RunSuccessfully("Save-ViamInvoicePdf $ids $folder -Force -WhatIf", ("ids", ids));

        Assert.Equal(0, CountRequests("GetInvoicePdf"));
        AssertFiles((ids[0] + ".pdf", "old"u8.ToArray()));
    }

    [Fact]
    public void UnknownOrganizationIsRejectedBeforePdfIsRequested()
    {
        AssertError(
            Run(SaveOne + " -OrganizationId acme").OnlyError,
            "OrganizationNotFound",
            ErrorCategory.ObjectNotFound,
            "acme"
        );

        AssertNothingSentAndNothingSaved();
    }
}
