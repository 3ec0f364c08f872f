using System.Management.Automation;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Viam.Billing.Commands;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Processes;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

public sealed class SavePdfTests : CmdletTest
{
    private const string Acme = SandboxOrganizations.Acme;
    private const string SaveOne = "Save-ViamInvoicePdf inv-1 $folder";

    private DirectoryInfo _outer = null!;
    private DirectoryInfo _folder = null!;

    private protected override void Prepare()
    {
        Connect("-OrganizationId " + Acme);
        // A folder inside the test's temporary folder, so that files written outside of it are detected.
        _outer = Directory.CreateTempSubdirectory("viam-billing-tests-");
        _folder = _outer.CreateSubdirectory("invoices");
        Engine.Runspace.SessionStateProxy.SetVariable("folder", _folder.FullName);
        Serve(async (request, send, _) => await SendAsync(send, PdfOf(request.Id)));
    }

    private protected override void CleanUp() => _outer.Delete(recursive: true);

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
    public void FileIsNamedByIdWhenDateIsMissing()
    {
        RunSuccessfully("'inv-1', 'inv-2' | Save-ViamInvoicePdf -Path $folder");

        AssertFiles(("inv-1.pdf", PdfOf("inv-1")), ("inv-2.pdf", PdfOf("inv-2")));
    }

    [Fact]
    public void PathCanSpecifyFileName()
    {
        RunSuccessfully("Save-ViamInvoicePdf inv-1 \"$folder/march.pdf\"");

        AssertFiles(("march.pdf", PdfOf("inv-1")));
    }

    /// <summary>Most file systems limit file names to 255 bytes.</summary>
    [Theory]
    [InlineData('x', 251)]
    [InlineData('\u8acb', 83)]
    public void FileNameCanHaveMaximumLength(char letter, int count)
    {
        var name = new string(letter, count) + ".pdf";

        RunSuccessfully("Save-ViamInvoicePdf inv-1 \"$folder/$name\"", ("name", name));

        AssertFiles((name, PdfOf("inv-1")));
    }

    [Theory]
    [InlineData("Save-ViamInvoicePdf inv-1")]
    [InlineData("Save-ViamInvoicePdf inv-1 ./inv-1.pdf")]
    [InlineData("Save-ViamInvoicePdf inv-1 ../invoices")]
    [InlineData("Save-ViamInvoicePdf inv-1 ../inv*")]
    [InlineData("Save-ViamInvoicePdf inv-1 Bills:/")]
    [InlineData("Save-ViamInvoicePdf inv-1 Bills:/inv-1.pdf")]
    [InlineData("Save-ViamInvoicePdf inv-1 -LiteralPath .")]
    public void RelativePathsAndPowerShellDrivesAreResolved(string script)
    {
        var state = Engine.Runspace.SessionStateProxy;
        state.Drive.New(
            new PSDriveInfo("Bills", state.Provider.GetOne("FileSystem"), _folder.FullName, "", null),
            "Global"
        );
        state.Path.SetLocation(_folder.FullName);

        RunSuccessfully(script);

        AssertFiles(("inv-1.pdf", PdfOf("inv-1")));
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

    [Fact]
    public void PassThruReturnsFilesInInputOrder()
    {
        var files = Get<FileInfo>("'inv-3', 'inv-1', 'inv-2' | Save-ViamInvoicePdf -Path $folder -PassThru");

        Assert.Equal(["inv-3.pdf", "inv-1.pdf", "inv-2.pdf"], files.Select(file => file.Name));
        Assert.All(files, file => Assert.Equal((_folder.FullName, 20_000L), (file.DirectoryName, file.Length)));
    }

    [Fact]
    public void UnsafeInvoiceIdsAreSavedInsideFolderUnderUniqueNames()
    {
        string[] ids =
        [
            "../../x",
            "..",
            ".",
            "a/b",
            "a\\b",
            "a_b",
            "a b",
            "a:b",
            "/etc/passwd",
            "C:\\x",
            "CON",
            "con.txt",
            "nul",
            "ä",
            "trailing.",
            ".hidden",
            new string('x', 250),
            new string('x', 251),
            "line\nbreak",
            "*",
            "?",
            "-Force",
        ];

        RunSuccessfully("Save-ViamInvoicePdf -InvoiceId $ids -Path $folder -InvoiceDate 2025-02-01", ("ids", ids));

        Assert.Equal([_folder.FullName], _outer.GetFileSystemInfos().Select(entry => entry.FullName));
        Assert.Equal(ids.Order(), Requests<GetInvoicePdfRequest>().Select(request => request.Id).Order());
        var files = _folder.GetFileSystemInfos();
        Assert.Equal(
            ids.Select(id => Convert.ToHexString(PdfOf(id))).Order(),
            files.Select(file => Convert.ToHexString(File.ReadAllBytes(file.FullName))).Order()
        );
        Assert.Equal(ids.Length, files.Select(file => file.Name.ToUpperInvariant()).Distinct().Count());
        Assert.All(files, file => Assert.Matches(@"^2025-02-01_[A-Za-z0-9_-][A-Za-z0-9._-]{0,180}\.pdf$", file.Name));
    }

    [Theory]
    [InlineData("CON")]
    [InlineData("nul.txt")]
    [InlineData("LPT1")]
    [InlineData("..")]
    public void ReservedFileNameIsPrefixedWithUnderscore(string id)
    {
        RunSuccessfully("Save-ViamInvoicePdf $id $folder", ("id", id));

        Assert.Matches("^_", Assert.Single(_folder.GetFiles()).Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void EmptyPdfWritesErrorAndLeavesNoFile(int emptyParts)
    {
        Serve(
            async (_, send, _) =>
            {
                for (var i = 0; i < emptyParts; i++)
                {
                    await send(ByteString.Empty);
                }
            }
        );

        AssertError(Run(SaveOne).OnlyError, "EmptyPdf", ErrorCategory.InvalidData, "inv-1");

        AssertFiles();
    }

    [Theory]
    [InlineData("<html>busy</html>")]
    [InlineData("%PD")]
    public void ContentWithoutPdfHeaderIsSavedWithWarning(string answer)
    {
        Serve(async (_, send, _) => await SendAsync(send, Encoding.ASCII.GetBytes(answer)));

        var run = Run(SaveOne + " -PassThru");

        Assert.Empty(run.Errors);
        Assert.Contains("inv-1.pdf", Assert.Single(run.Warnings));
        Assert.Equal("inv-1.pdf", Assert.Single(run.Of<FileInfo>()).Name);
        AssertFiles(("inv-1.pdf", Encoding.ASCII.GetBytes(answer)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void InterruptedDownloadLeavesNoFile(bool connectionLost)
    {
        ServeInterruptedDownload(connectionLost);

        var error = Run("Save-ViamInvoicePdf inv-1 $folder").OnlyError;

        Assert.Equal("inv-1", error.TargetObject);
        Assert.IsType<BillingException>(error.Exception);
        Assert.False(string.IsNullOrEmpty(error.ErrorDetails.RecommendedAction));
        AssertFiles();
        // A started response isn't requested again.
        Assert.Equal(1, CountRequests("GetInvoicePdf"));
    }

    [Fact]
    public void InterruptedDownloadWithForceKeepsExistingFile()
    {
        Write("inv-1.pdf", "old");
        ServeInterruptedDownload(connectionLost: false);

        AssertError(
            Run(SaveOne + " -Force").OnlyError,
            "ServiceUnavailable",
            ErrorCategory.ResourceUnavailable,
            "inv-1"
        );

        AssertFiles(("inv-1.pdf", "old"u8.ToArray()));
    }

    [Fact]
    public void StalledDownloadTimesOutAndLeavesNoFile()
    {
        Connect($"-OrganizationId {Acme} -TimeoutSec 1");
        Serve(
            async (_, send, context) =>
            {
                await send(Part("%PDF-1.7"u8.ToArray()));
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }
        );

        AssertError(Run(SaveOne).OnlyError, "DeadlineExceeded", ErrorCategory.OperationTimeout, "inv-1");

        AssertFiles();
    }

    [Fact]
    public void FailedInvoiceWritesErrorAndOthersAreSaved()
    {
        Serve(
            async (request, send, _) =>
            {
                if (request.Id == "inv-2")
                {
                    throw new RpcException(new Status(StatusCode.NotFound, "none"));
                }

                await SendAsync(send, PdfOf(request.Id));
            }
        );

        AssertError(
            Run("Save-ViamInvoicePdf inv-1, inv-2, inv-3 $folder").OnlyError,
            "InvoiceNotFound",
            ErrorCategory.ObjectNotFound,
            "inv-2"
        );

        AssertFiles(("inv-1.pdf", PdfOf("inv-1")), ("inv-3.pdf", PdfOf("inv-3")));
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
    public void LiteralPathCanContainBrackets()
    {
        var brackets = _folder.CreateSubdirectory("[2025] March");

        RunSuccessfully("Save-ViamInvoicePdf inv-1 -LiteralPath $path", ("path", brackets.FullName));

        Assert.Equal(PdfOf("inv-1"), File.ReadAllBytes(Path.Combine(brackets.FullName, "inv-1.pdf")));
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

    [Fact]
    public void WhatIfSendsAndWritesNothing()
    {
        Write("inv-1.pdf", "old");

        RunSuccessfully("Save-ViamInvoicePdf inv-1, inv-2 $folder -Force -WhatIf");

        Assert.Equal(0, CountRequests("GetInvoicePdf"));
        AssertFiles(("inv-1.pdf", "old"u8.ToArray()));
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

    [Fact]
    public async Task StopDuringDownloadLeavesNoFile()
    {
        var hanging = new HangingRequest();
        Serve(
            async (_, send, context) =>
            {
                // Larger than the write buffer.
                await send(Part([.. PdfOf("inv-1"), .. new byte[512 * 1024]]));
                await hanging.HangAsync(context.CancellationToken);
            }
        );
        using var running = new RunningScript(Engine, "Save-ViamInvoicePdf inv-1, inv-2 $folder");
        await hanging.Started;
        await TemporaryFolder.WaitUntilFileIsWrittenAsync(_folder);

        Assert.InRange(running.Stop(), TimeSpan.Zero, TimeSpan.FromSeconds(1));

        AssertFiles();
        await hanging.Cancelled;
    }

    [Fact]
    public async Task DownloadCanceledByDownstreamLeavesNoFile()
    {
        var hanging = new HangingRequest();
        Serve(
            async (request, send, context) =>
            {
                await SendAsync(send, PdfOf(request.Id));
                if (request.Id == "inv-2")
                {
                    await hanging.HangAsync(context.CancellationToken);
                }
                else
                {
                    await hanging.Started;
                }
            }
        );
        RunSuccessfully("Import-Module -Assembly $assembly", ("assembly", typeof(StopAfterFirstCommand).Assembly));

        Assert.Equal(
            "inv-1.pdf",
            Assert
                .Single(
                    Get<FileInfo>("'inv-1', 'inv-2' | Save-ViamInvoicePdf -Path $folder -PassThru | Stop-AfterFirst")
                )
                .Name
        );

        AssertFiles(("inv-1.pdf", PdfOf("inv-1")));
        await hanging.Cancelled;
    }

    private void Serve(Func<GetInvoicePdfRequest, Func<ByteString, Task>, ServerCallContext, Task> answer) =>
        Server.Faults.Pdf = (context, send) => answer((GetInvoicePdfRequest)Faults.RequestOf(context), send, context);

    private void ServeInterruptedDownload(bool connectionLost) =>
        Serve(
            async (request, send, context) =>
            {
                await send(Part(PdfOf(request.Id)[..10_000]));
                if (connectionLost)
                {
                    // A reset connection also discards data that the client hasn't read, and a response of which it has
                    // read nothing is requested again.
                    while (_folder.GetFiles().Length == 0)
                    {
                        await Task.Delay(5, context.CancellationToken);
                    }
                    context.GetHttpContext().Abort();
                }

                throw new RpcException(new Status(StatusCode.Unavailable, "gone"));
            }
        );

    private static async Task SendAsync(Func<ByteString, Task> send, byte[] pdf)
    {
        int[] sizes = [1, 0, 2, 4096, 7];
        for (var (at, i) = (0, 0); at < pdf.Length; at += sizes[i++ % sizes.Length])
        {
            await send(Part(pdf.AsSpan(at, Math.Min(sizes[i % sizes.Length], pdf.Length - at)).ToArray()));
        }
    }

    private static ByteString Part(byte[] bytes) => ByteString.CopyFrom(bytes);

    /// <summary>The content that represents an invoice's PDF: different for each ID and always the same.</summary>
    private static byte[] PdfOf(string id)
    {
        var pdf = new byte[20_000];
        new Random(id.Aggregate(17, (hash, c) => unchecked((hash * 31) + c))).NextBytes(pdf);
        "%PDF-1.7\n"u8.CopyTo(pdf);
        return pdf;
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder.FullName, name), content);

    private void AssertFiles(params (string Name, byte[] Content)[] expected)
    {
        Assert.Equal(
            expected.Select(file => file.Name).Order(),
            _folder.GetFileSystemInfos().Select(file => file.Name).Order()
        );
        Assert.All(
            expected,
            file => Assert.Equal(file.Content, File.ReadAllBytes(Path.Combine(_folder.FullName, file.Name)))
        );
    }

    private void AssertNothingSentAndNothingSaved()
    {
        Assert.Equal(0, CountRequests("GetInvoicePdf"));
        AssertFiles();
    }
}
