using System.Management.Automation;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Downloads that fail, stop, or contain no PDF.</summary>
public sealed class InterruptedDownloadTests : SavePdfTest
{
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

    private void ServeInterruptedDownload(bool connectionLost) =>
        Serve(
            async (_, send, context) =>
            {
                // More than the file buffers, so that its length shows that the client has read it.
                await send(Part(new byte[600_000]));
                if (connectionLost)
                {
                    // A reset connection also discards data that the client hasn't read, and a response of which it has
                    // read nothing is requested again.
                    while (_folder.GetFiles().All(file => file.Length == 0))
                    {
                        await Task.Delay(5, context.CancellationToken);
                    }
                    context.GetHttpContext().Abort();
                }

                throw new RpcException(new Status(StatusCode.Unavailable, "gone"));
            }
        );
}
