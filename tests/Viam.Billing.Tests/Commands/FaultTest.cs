using System.Diagnostics;
using System.Management.Automation;
using Google.Protobuf;
using Grpc.Core;
using Viam.Billing.Files;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for fault tests: one error is written quickly, and the session remains usable.</summary>
public abstract class FaultTest : CmdletTest
{
    private protected const string Acme = SandboxOrganizations.Acme;

    /// <summary>For requests that must not time out.</summary>
    private protected const string LongTimeoutParameters = $"-OrganizationId {Acme} -TimeoutSec 20";

    /// <summary>For requests that are expected to time out.</summary>
    private protected const string ShortTimeoutParameters = $"-OrganizationId {Acme} -TimeoutSec 1";

    /// <summary>The size of the PDF chunk sent before a fault, in bytes; larger than the write buffer.</summary>
    private protected const int PartLength = 512 * 1024;

    private static readonly ByteString s_part = ByteString.CopyFrom([.. "%PDF-1.7\n"u8, .. new byte[PartLength - 9]]);

    /// <summary>The time within which a command must report a fault, including retries.</summary>
    private static readonly TimeSpan s_errorTimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>When a fault occurs.</summary>
    public enum FaultPoint
    {
        /// <summary>While an organization's invoices are listed.</summary>
        Invoices,

        /// <summary>When a PDF is requested.</summary>
        Pdf,

        /// <summary>After part of a PDF has been written to disk.</summary>
        PdfInProgress,
    }

    private protected TemporaryFolder Folder { get; } = new();

    private protected override void Prepare() =>
        Engine.Runspace.SessionStateProxy.SetVariable("folder", Folder.FullName);

    private protected override void CleanUp() => Folder.Dispose();

    /// <summary>Makes a server perform an action at the given point.</summary>
    private protected void At(FaultPoint moment, TestServer server, Func<ServerCallContext, Task> act)
    {
        switch (moment)
        {
            case FaultPoint.Invoices:
                server.Faults.On("GetInvoicesSummary", act);
                break;
            case FaultPoint.Pdf:
                server.Faults.On("GetInvoicePdf", act);
                break;
            default:
                server.Faults.Pdf = async (context, send) =>
                {
                    await send(s_part);
                    await TemporaryFolder.WaitUntilFileIsWrittenAsync(new(Folder.FullName));
                    await act(context);
                };
                break;
        }
    }

    private protected static void ClearFaults(TestServer server)
    {
        server.Faults.Before = null;
        server.Faults.Pdf = null;
    }

    /// <summary>Verifies that the command writes one error and leaves no files.</summary>
    private protected ErrorRecord AssertOneError(FaultPoint moment, BillingError expected)
    {
        var begun = Stopwatch.GetTimestamp();
        var run = Run(
            moment is FaultPoint.Invoices ? $"Get-ViamInvoice {Acme}" : "Save-ViamInvoicePdf inv-1 $folder -PassThru"
        );
        var elapsed = Stopwatch.GetElapsedTime(begun);

        var error = run.OnlyError;
        Assert.True(
            error.FullyQualifiedErrorId.StartsWith($"{expected},", StringComparison.Ordinal),
            $"{error.FullyQualifiedErrorId}: {error.Exception}"
        );
        AssertError(error, expected.ToString(), CategoryOf(expected), moment is FaultPoint.Invoices ? Acme : "inv-1");
        Assert.IsType<BillingException>(error.Exception);
        Assert.Empty(run.Output);
        Assert.Empty(run.Warnings);
        Assert.Empty(Folder.Names);
        Assert.InRange(elapsed, TimeSpan.Zero, s_errorTimeLimit);
        return error;
    }

    /// <summary>Verifies that the session works normally after a fault.</summary>
    private protected void AssertSessionIsUsable()
    {
        var session = DefaultSession.Current;
        var invoice = Assert.Single(Get<Invoice>($"Get-ViamInvoice {Acme} -Latest 1"));

        Assert.Equal(Acme, invoice.OrganizationId);
        var file = Assert.Single(
            Get<FileInfo>("$invoice | Save-ViamInvoicePdf -Path $folder -PassThru", ("invoice", invoice))
        );
        Assert.Equal([file.Name], Folder.Names);
        Assert.Equal("%PDF-"u8.ToArray(), File.ReadAllBytes(file.FullName)[..5]);
        file.Delete();
        Assert.Same(session, DefaultSession.Current);
    }

    /// <summary>The categories as documented in docs/errors.md.</summary>
    private protected static ErrorCategory CategoryOf(BillingError error) =>
        error switch
        {
            BillingError.ServiceUnavailable => ErrorCategory.ResourceUnavailable,
            BillingError.ConnectionRefused => ErrorCategory.ConnectionError,
            BillingError.DeadlineExceeded => ErrorCategory.OperationTimeout,
            BillingError.NotAGrpcServer => ErrorCategory.ProtocolError,
            BillingError.TlsFailed => ErrorCategory.SecurityError,
            BillingError.ServiceError => ErrorCategory.NotSpecified,
            BillingError.InvalidRequest => ErrorCategory.InvalidArgument,
            BillingError.OrganizationNotFound or BillingError.InvoiceNotFound => ErrorCategory.ObjectNotFound,
            BillingError.AlreadyExists => ErrorCategory.ResourceExists,
            BillingError.PermissionDenied => ErrorCategory.PermissionDenied,
            BillingError.RateLimited or BillingError.ResponseTooLarge => ErrorCategory.LimitsExceeded,
            BillingError.PreconditionFailed => ErrorCategory.InvalidOperation,
            BillingError.NotSupported => ErrorCategory.NotImplemented,
            BillingError.AuthenticationFailed => ErrorCategory.AuthenticationError,
            _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
        };
}
