using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Pipeline;
using Viam.Billing.Services;

namespace Viam.Billing.Commands;

/// <summary>Creates an invoice and charges the organization's payment method immediately.</summary>
[Cmdlet(
    VerbsCommon.New,
    "ViamCharge",
    DefaultParameterSetName = ByArgument,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Folder + "New-ViamCharge.md"
)]
[OutputType(typeof(Charge))]
public sealed partial class NewViamChargeCommand : SessionCommand
{
    private const string ByArgument = "Organization";
    private const string ByRow = "InputObject";

    private TaskProgress _progress = null!;
    private int _rows;
    private bool _hasWarned;
    private ChargeBatchBuilder? _ledgered;
    private string _ledgerFile = "";
    private readonly HashSet<string> _organizations = [];
    private PipelineInput? _properties;

    /// <summary>The organization to charge, by ID or exact name. There is no default.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ByArgument
    )]
    // A row without an organization or an amount is reported with its reference, which PowerShell doesn't do.
    [Parameter(
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ByRow
    )]
    [Alias("OrganizationId", "OrgId", "OrganizationName")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>(IsSingle = true, LeavesRows = true, AllowsNull = true)]
    public OrganizationIdentity? Organization { get; set; }

    /// <summary>The amount before tax in US dollars, above zero, with at most two decimals.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByArgument)]
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByRow)]
    [RowAmountTransformation]
    public UsdAmount? Subtotal { get; set; }

    /// <summary>The tax in US dollars, with at most two decimals. Default: 0.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [RowAmountTransformation]
    public UsdAmount? Tax { get; set; }

    /// <summary>The description on the invoice, with at most 1,000 characters.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>The organization whose logo is on the invoice.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("BrandingOrganizationId", "BrandingOrganizationName")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>(IsSingle = true)]
    public OrganizationIdentity? BrandingOrganization { get; set; }

    /// <summary>Suppresses the confirmation email.</summary>
    [Parameter]
    public SwitchParameter NoConfirmationEmail { get; set; }

    /// <summary>Seconds to look for a lost response's invoice. After a crash, at least the session's timeout.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int ReconcileTimeoutSec { get; set; } = 60;

    /// <summary>The path of the charge ledger, which prevents duplicate charges when a batch is run again.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LedgerPath { get; set; }

    /// <summary>The charge's name in the ledger, the same in each run. Case and white space are ignored.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ReferenceCompleter))]
    public string? Reference { get; set; }

    /// <summary>The number of organizations that are charged at the same time, with a ledger. Default: 8.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Permits several charges to one organization in one pipeline without a ledger.</summary>
    [Parameter]
    public SwitchParameter AllowRepeatedOrganization { get; set; }

    /// <summary>The object from the pipeline. Of this module's objects, only organizations are permitted.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ByRow)]
    public PSObject? InputObject { get; set; }

    /// <summary>The largest permitted total of all charges, in US dollars.</summary>
    [Parameter]
    [AmountTransformation]
    public UsdAmount? MaximumTotal { get; set; }

    /// <summary>
    /// The time for which the invoice of a charge that a crash interrupted must be missing from the service's list
    /// before the charge is sent again. By default, it is never sent again. Requires a ledger.
    /// </summary>
    [Parameter]
    [ValidateResendAfter]
    [ArgumentCompletions("00:10:00", "00:30:00", "01:00:00")]
    public TimeSpan? ResendAfter { get; set; }

    private TimeSpan ReconcileTimeout => TimeSpan.FromSeconds(ReconcileTimeoutSec);

    private protected override Task BeginAsync()
    {
        _properties = new PipelineInput(this);
        _progress = new TaskProgress(Pipeline, MyInvocation.MyCommand.Name);
        // An invalid argument is an error of the command, and not of each row.
        if (FindInvalidAmount(target: null) is { } invalid)
        {
            ThrowTerminatingError(invalid);
        }
        if (LedgerPath is not null)
        {
            _ledgerFile = OutputLocation.ResolveFile(this, LedgerPath);
        }
        else if (ResendAfter is not null)
        {
            ThrowTerminatingError(ErrorRecords.ResendRequiresLedger());
        }
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync()
    {
        _rows++;
        if (
            (
                ChargeInput.Check(InputObject)
                ?? FindMissing()
                ?? FindInvalidAmount(InputObject)
                ?? await _properties!.FindProblemAsync(InputObject, Resolver)
            ) is
            { } problem
        )
        {
            WriteRowError(problem);
            return;
        }
        if (await ReadAsync() is not { } charge)
        {
            return;
        }
        if (LedgerPath is not null)
        {
            await AddAsync(_ledgered ??= OpenLedger(), charge);
        }
        else if (ChargeReference.Normalize(Reference) is { } reference)
        {
            WriteRowError(ErrorRecords.LedgerRequired(reference));
        }
        else if (!AllowRepeatedOrganization && !_organizations.Add(charge.OrganizationId))
        {
            var organization = ActiveSession.Organizations.Describe(charge.OrganizationId);
            WriteRowError(ErrorRecords.OrganizationRepeated(organization, charge.OrganizationId));
        }
        else
        {
            await ChargeNowAsync(charge);
            _progress.ThrowIfFailed();
        }
    }

    /// <summary>Opens the ledger for the first charge, because an empty pipeline must not create one.</summary>
    private ChargeBatchBuilder OpenLedger()
    {
        var ledgered = LedgerAccess.Open(this, _ledgerFile, file => ChargeBatchBuilder.Open(file, IsWhatIf));
        if (ledgered.WasTorn)
        {
            Pipeline.WriteWarning(
                $"The last line of {_ledgerFile} is incomplete, for example because of a power failure. It's ignored: "
                    + "nothing had been sent for it."
            );
        }
        return ledgered;
    }

    private protected override async Task EndAsync()
    {
        if (_ledgered is { Rows.Count: > 0 })
        {
            await RunBatchAsync(_ledgered);
            _progress.ThrowIfFailed();
        }
        _progress.Complete();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _ledgered?.Dispose();
        }
    }
}
