using System.Management.Automation;
using Viam.Billing.Completion;
using Viam.Billing.Charging;
using Viam.Billing.Service;

namespace Viam.Billing.Commands;

/// <summary>Charges an organization on the spot.</summary>
[Cmdlet(VerbsCommon.New, "ViamCharge", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Charge))]
public sealed partial class NewViamChargeCommand : SessionCommand
{
    private readonly ProgressClock _progress = new();
    private bool _hasWarned;
    private LedgeredCharges? _ledgered;
    private string _ledgerFile = "";

    /// <summary>The organization to charge. There is no default for it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("OrgId", "Id")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [GuidTransformation]
    public string OrganizationId { get; set; } = "";

    /// <summary>US dollars before tax, above zero, with at most two decimals.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AmountTransformation]
    public decimal Subtotal { get; set; }

    /// <summary>US dollars of tax, with at most two decimals. Default: 0.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [AmountTransformation]
    public decimal Tax { get; set; }

    /// <summary>What the invoice says the charge is for, in at most 1,000 characters.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>The organization whose logo the invoice carries.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    public string? BrandingOrganizationId { get; set; }

    /// <summary>Lets the service send no email about the charge.</summary>
    [Parameter]
    public SwitchParameter NoConfirmationEmail { get; set; }

    /// <summary>How long to look for the invoice of a charge whose answer was lost, in seconds. After a crash the session's time limit counts if it is longer.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int ReconcileTimeoutSec { get; set; } = 60;

    /// <summary>A file that remembers charges, so that the same batch can be run again after a crash and charges nothing twice.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LedgerPath { get; set; }

    /// <summary>What the charge is called in the ledger: the same each time that the batch is run. Case, and blanks around it, make no difference.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Reference { get; set; }

    /// <summary>How many organizations are charged at the same time, with a ledger. Default: 8.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>The largest total of all charges, in US dollars. A larger one is refused.</summary>
    [Parameter]
    [AmountTransformation]
    public decimal? MaximumTotal { get; set; }

    /// <summary>
    /// How long the invoice of a charge that a crash interrupted has to be absent from the service's list before the charge is sent again. By default it is never
    /// sent again. Used with a ledger.
    /// </summary>
    [Parameter]
    [ValidateResendAfter]
    public TimeSpan? ResendAfter { get; set; }

    private TimeSpan ReconcileFor => TimeSpan.FromSeconds(ReconcileTimeoutSec);

    private protected override Task BeginAsync()
    {
        if (LedgerPath is null) return Task.CompletedTask;
        _ledgerFile = OutputLocation.ResolveFile(this, LedgerPath);
        _ledgered = LedgerFile.Open(this, _ledgerFile, file => LedgeredCharges.Open(file, ChangesNothing));
        if (_ledgered.WasTorn) Warn($"The last line of {_ledgerFile} is torn, as a power cut leaves it. Nothing had come of it yet, and it does not count.");
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync()
    {
        if (Read() is not { } charge) return;
        if (_ledgered is not null) await AddAsync(_ledgered, charge);
        else if (!string.IsNullOrWhiteSpace(Reference)) Fail(Errors.LedgerRequired(Reference));
        else await ChargeNowAsync(charge);
    }

    private protected override async Task EndAsync()
    {
        if (_ledgered is { Rows.Count: > 0 }) await RunBatchAsync(_ledgered);
        if (_progress.IsShown) Show(new ProgressRecord(0, MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _ledgered?.Dispose();
    }

    /// <summary>The charge as it was given; null if it breaks a rule, which is an error of its own.</summary>
    private ChargeRequest? Read()
    {
        if (!OrganizationIds.TryNormalize(OrganizationId, out var organizationId))
        {
            Fail(Errors.InvalidOrganizationId(OrganizationId));
            return null;
        }
        string? branding = null;
        if (!string.IsNullOrEmpty(BrandingOrganizationId) && !OrganizationIds.TryNormalize(BrandingOrganizationId, out branding))
        {
            Fail(Errors.InvalidOrganizationId(BrandingOrganizationId));
            return null;
        }
        var charge = new ChargeRequest(organizationId, Subtotal, Tax, ChargeRules.Text(Description), branding, NoConfirmationEmail);
        if (ChargeRules.Check(charge) is not { } broken) return charge;
        Fail(Errors.From(broken));
        return null;
    }

    private async Task<string> NameAsync(string organizationId)
    {
        try
        {
            return (await Service.GetOrganizationAsync(organizationId, Call)).ToString();
        }
        catch (BillingException error) when (error.Error is BillingError.PermissionDenied or BillingError.NotSupported)
        {
            // Who may be charged and whose name may be read are two things.
            return organizationId;
        }
    }

    /// <summary>Waits for what goes on beside the pipeline to end, in whatever way, and shows meanwhile how far it is.</summary>
    private async Task ShowUntilAsync(Task task, Func<string> status)
    {
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, Task.Delay(ProgressClock.Interval));
            if (!task.IsCompleted && _progress.IsDue) ShowStatus(status());
        }
    }

    private void ShowStatus(string status)
    {
        try
        {
            Show(new ProgressRecord(0, MyInvocation.MyCommand.Name, status));
        }
        catch (PipelineStoppedException)
        {
            // What was begun is waited for all the same.
        }
    }
}
