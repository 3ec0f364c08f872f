using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Errors;
using Viam.Billing.Invoices;
using Viam.Billing.Parameters;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Commands;

/// <summary>Saves the PDFs of invoices to files.</summary>
[Cmdlet(
    VerbsData.Save,
    "ViamInvoicePdf",
    DefaultParameterSetName = ToPath,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low,
    HelpUri = OnlineHelp.Folder + "Save-ViamInvoicePdf.md"
)]
[OutputType(typeof(FileInfo))]
public sealed class SaveViamInvoicePdfCommand : InvoiceCommand
{
    private const string ToPath = "Path";
    private const string ToLiteralPath = "LiteralPath";

    private InvoicePreview? _preview;
    private OutputLocation? _location;
    private long _bytes;

    /// <summary>
    /// The date of the invoice, with which the file name starts. It is a property of invoices from the pipeline.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [UtcDateTransformation(AllowMissing = true)]
    public UtcDate? InvoiceDate { get; set; }

    /// <summary>A folder or a file. Default: the current folder.</summary>
    [Parameter(Position = 1, ParameterSetName = ToPath)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>A folder or a file, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ToLiteralPath)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>Replaces existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Skips invoices whose file exists.</summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>Returns the files that were saved.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool EmitsNames => false;

    private protected override string ProgressDetail =>
        FormattableString.Invariant($"{Interlocked.Read(ref _bytes) / 1048576.0:0.0} MiB");

    private protected override Task BeginAsync()
    {
        if (Force && SkipExisting)
        {
            ThrowTerminatingError(ErrorRecords.Contradiction("-Force", "-SkipExisting"));
        }

        var isLiteral = ParameterSetName == ToLiteralPath;
        _location = OutputLocation.Resolve(this, isLiteral ? LiteralPath : Path, isLiteral);
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync()
    {
        var invoiceIds = await GetInvoiceIdsAsync();
        if (invoiceIds.Length == 0 || await FindOrganizationAsync() is not { } organizationId)
        {
            return;
        }

        if (_location!.IsFile && invoiceIds.Length > 1)
        {
            foreach (var invoiceId in invoiceIds.Skip(1))
            {
                await WriteErrorAsync(
                    ErrorRecords.FileTaken(_location.FileFor(invoiceId, InvoiceDate?.Value), invoiceId)
                );
            }
            return;
        }
        foreach (var invoiceId in invoiceIds)
        {
            await SaveAsync(invoiceId, organizationId);
        }
    }

    private protected override void WriteResult(object item) =>
        base.WriteResult(item is FileInfo file ? FileItem.From(file, InvokeProvider) : item);

    /// <summary>
    /// False, with an error, if -WhatIf or a prompt would announce an invoice that doesn't exist. Invoices from the
    /// pipeline aren't looked up.
    /// </summary>
    private async Task<bool> CanBeSavedAsync(string invoiceId, string organizationId)
    {
        if (
            (!WillPrompt && !IsWhatIf)
            || Array.Exists(InvoiceId, invoice => invoice.Id == invoiceId && invoice.Invoice is not null)
        )
        {
            return true;
        }
        _preview ??= new InvoicePreview(Service, Call);
        var problem = await _preview.FindProblemAsync(invoiceId, organizationId);
        WriteCallReports();
        if (problem is not null)
        {
            await WriteErrorAsync(problem);
        }
        return problem is null;
    }

    private async Task SaveAsync(string invoiceId, string organizationId)
    {
        var target = _location!.FileFor(invoiceId, InvoiceDate?.Value);
        var exists = OutputLocation.HasContent(target);
        if (!_location.TryTake(target))
        {
            await WriteErrorAsync(ErrorRecords.FileTaken(target, invoiceId));
        }
        else if (SkipExisting && exists)
        {
            WriteVerboseNotice($"{invoiceId}: '{target}' already exists.");
        }
        else if (!Force && exists)
        {
            await WriteErrorAsync(ErrorRecords.FileExists(target));
        }
        else if (
            await CanBeSavedAsync(invoiceId, organizationId)
            && Pipeline.ShouldProcess(target, $"Save the PDF of invoice {ForeignText.Excerpt(invoiceId)}")
        )
        {
            var pdf = new InvoicePdf(invoiceId, organizationId, target, Force || File.Exists(target));
            var passThru = PassThru.ToBool();
            await StartAsync(
                invoiceId,
                async (service, call) =>
                {
                    if (!await DownloadAsync(pdf, service, call).ConfigureAwait(false))
                    {
                        QueueWarning($"The file '{target}' doesn't look like a PDF.");
                    }
                    return passThru ? [new FileInfo(OutputLocation.Resolve(target))] : [];
                }
            );
        }

        async Task<bool> DownloadAsync(InvoicePdf pdf, IBillingService service, CallContext call)
        {
            try
            {
                return await pdf.SaveAsync(service, call, bytes => Interlocked.Add(ref _bytes, bytes))
                    .ConfigureAwait(false);
            }
            catch (BillingException exception) when (exception.Error is BillingError.InvoiceNotFound)
            {
                throw new ErrorRecordException(ErrorRecords.InvoiceToSaveNotFound(exception, invoiceId));
            }
        }
    }
}
