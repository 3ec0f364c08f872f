using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Pipeline;
using Viam.Billing.Sessions;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Commands;

/// <summary>Gets past usage of organizations from the usage store. Needs no session and makes no request.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "ViamUsageHistory",
    DefaultParameterSetName = ByMonth,
    HelpUri = OnlineHelp.Folder + "Get-ViamUsageHistory.md"
)]
[OutputType(typeof(UsageHistoryMonth), ParameterSetName = [ByMonth])]
[OutputType(typeof(UsageHistoryDay), ParameterSetName = [ByDay])]
[OutputType(typeof(UsageHistorySnapshot), ParameterSetName = [BySnapshot])]
public sealed class GetViamUsageHistoryCommand : AsyncCommand
{
    private const string ByMonth = "Monthly";
    private const string ByDay = "Daily";
    private const string BySnapshot = "Snapshot";

    /// <summary>The longest time after the start of a month in which its snapshots can be read.</summary>
    private static readonly TimeSpan s_longestMonth = TimeSpan.FromDays(62);

    private StoredOrganizations? _stored;

    /// <summary>
    /// The organizations, by ID. Names can be used if the session knows them. Default: all organizations in the store.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("OrganizationId", "OrgId", "OrganizationName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>]
    public OrganizationIdentity[]? Organization { get; set; }

    /// <summary>Returns one row per billing month, which is the default.</summary>
    [Parameter(ParameterSetName = ByMonth)]
    public SwitchParameter Monthly { get; set; }

    /// <summary>Returns one row per UTC day.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByDay)]
    public SwitchParameter Daily { get; set; }

    /// <summary>Returns one row per snapshot.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BySnapshot)]
    public SwitchParameter Snapshot { get; set; }

    /// <summary>Returns one row per cost.</summary>
    [Parameter]
    public SwitchParameter ByResource { get; set; }

    /// <summary>Returns only months, days, or snapshots at or after this time.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DateCompleter))]
    [UtcDateTransformation]
    public UtcDate? After { get; set; }

    /// <summary>Returns only months, days, or snapshots before this time.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DateCompleter))]
    [UtcDateTransformation]
    public UtcDate? Before { get; set; }

    /// <summary>
    /// The folder of the usage store. Default: VIAM_BILLING_STORE, otherwise a folder in the user's application data.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    private protected override Task BeginAsync()
    {
        if (After?.Value >= Before?.Value)
        {
            ThrowTerminatingError(ErrorRecords.InvalidHistoryRange(After?.Value, Before?.Value));
        }
        var session = DefaultSession.Current;
        _stored = new StoredOrganizations(
            new UsageStores(this, StorePath),
            session,
            Pipeline.WriteError,
            Pipeline.WriteWarning
        );
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync()
    {
        if (Organization is null && MyInvocation.ExpectingInput)
        {
            Pipeline.WriteError(ErrorRecords.OrganizationMissing());
            return;
        }
        if (Organization is null && MyInvocation.BoundParameters.ContainsKey(nameof(Organization)))
        {
            Pipeline.WriteError(ErrorRecords.OrganizationIsNull());
            return;
        }
        foreach (var (organizationId, name) in _stored!.Find(Organization))
        {
            try
            {
                foreach (var row in await Task.Run(() => Read(organizationId, name), StopToken))
                {
                    WriteResult(ByResource ? ResourceRow.Mark(row) : row);
                }
            }
            catch (ErrorRecordException exception)
            {
                Pipeline.WriteError(exception.Record);
            }
        }
    }

    private IReadOnlyList<object> Read(string organizationId, string? name) =>
        UsageStores.Run(
            organizationId,
            () =>
            {
                var history = new UsageStore(_stored!.Folder).Read(
                    organizationId,
                    After?.Value - s_longestMonth,
                    Before?.Value,
                    StopToken
                );
                return Show(new UsageHistoryView(organizationId, name, history, ByResource));
            }
        );

    private IEnumerable<object> Show(UsageHistoryView view) =>
        ParameterSetName switch
        {
            ByDay => view.Days().Where(day => IsWanted(day.Date)),
            BySnapshot => view.Snapshots().Where(snapshot => IsWanted(snapshot.ReadAt)),
            _ => view.Months().Where(month => IsWanted(month.StartDate)),
        };

    private bool IsWanted(DateTime time) => !(time < After?.Value) && !(time >= Before?.Value);
}
