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

/// <summary>A test of what a person sees of a fault on the way: one error, soon, with nothing half done; and the same session works once the fault is gone.</summary>
public abstract class FaultTest : CmdletTest
{
    private protected const string Acme = SandboxOrganizations.Acme;

    /// <summary>For calls that must not run into it.</summary>
    private protected const string Patient = $"-OrganizationId {Acme} -TimeoutSec 20";

    /// <summary>For calls that are to run into it.</summary>
    private protected const string Impatient = $"-OrganizationId {Acme} -TimeoutSec 1";

    /// <summary>Of the part of a PDF that comes before a fault, in bytes: more than is held back for writing.</summary>
    private protected const int PartLength = 512 * 1024;

    private static readonly ByteString s_part = ByteString.CopyFrom([.. "%PDF-1.7\n"u8, .. new byte[PartLength - 9]]);

    /// <summary>No fault may hold a person up for longer, whatever is tried again meanwhile.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    /// <summary>When a fault comes.</summary>
    public enum Moment
    {
        /// <summary>While an organization's invoices are read.</summary>
        Invoices,

        /// <summary>While a PDF is asked for.</summary>
        Pdf,

        /// <summary>When a part of a PDF is on the disk.</summary>
        PdfUnderWay,
    }

    private protected TemporaryFolder Folder { get; } = new();

    private protected override void Prepare() => Engine.Runspace.SessionStateProxy.SetVariable("folder", Folder.FullName);

    private protected override void CleanUp() => Folder.Dispose();

    /// <summary>Makes a server do something when the moment has come.</summary>
    private protected void At(Moment moment, TestServer server, Func<ServerCallContext, Task> act)
    {
        switch (moment)
        {
            case Moment.Invoices:
                server.Faults.On("GetInvoicesSummary", act);
                break;
            case Moment.Pdf:
                server.Faults.On("GetInvoicePdf", act);
                break;
            default:
                server.Faults.Pdf = async (context, send) =>
                {
                    await send(s_part);
                    await TemporaryFolder.UntilSomethingIsWrittenAsync(new(Folder.FullName));
                    await act(context);
                };
                break;
        }
    }

    private protected static void Mend(TestServer server)
    {
        server.Faults.Before = null;
        server.Faults.Pdf = null;
    }

    /// <summary>The cmdlet that the fault befalls ends with one error, and leaves nothing.</summary>
    private protected ErrorRecord AssertOneError(Moment moment, BillingError expected)
    {
        var begun = Stopwatch.GetTimestamp();
        var run = Run(moment is Moment.Invoices ? $"Get-ViamInvoice {Acme}" : "Save-ViamInvoicePdf inv-1 $folder -PassThru");
        var elapsed = Stopwatch.GetElapsedTime(begun);

        var error = run.OnlyError;
        Assert.True(error.FullyQualifiedErrorId.StartsWith($"{expected},", StringComparison.Ordinal), $"{error.FullyQualifiedErrorId}: {error.Exception}");
        AssertError(error, expected.ToString(), CategoryOf(expected), moment is Moment.Invoices ? Acme : "inv-1");
        Assert.IsType<BillingException>(error.Exception);
        Assert.Empty(run.Output);
        Assert.Empty(run.Warnings);
        Assert.Empty(Folder.Names);
        Assert.InRange(elapsed, TimeSpan.Zero, s_soon);
        return error;
    }

    /// <summary>The session that a fault befell goes on as if nothing had been.</summary>
    private protected void AssertTheSessionWorks()
    {
        var session = DefaultSession.Current;
        var invoice = Assert.Single(Get<Invoice>($"Get-ViamInvoice {Acme} -Latest 1"));

        Assert.Equal(Acme, invoice.OrganizationId);
        var file = Assert.Single(Get<FileInfo>("$invoice | Save-ViamInvoicePdf -Path $folder -PassThru", ("invoice", invoice)));
        Assert.Equal([file.Name], Folder.Names);
        Assert.Equal("%PDF-"u8.ToArray(), File.ReadAllBytes(file.FullName)[..5]);
        file.Delete();
        Assert.Same(session, DefaultSession.Current);
    }

    /// <summary>As docs/errors.md has it.</summary>
    private protected static ErrorCategory CategoryOf(BillingError error) => error switch
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
