using System.Management.Automation;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Focus;
using Viam.Billing.Parameters;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// The base class of cmdlets that create FOCUS rows from usage in the pipeline or in the usage store. Makes no request.
/// Each month of an organization counts once: usage from the pipeline is collected until the end of the input.
/// </summary>
public abstract partial class FocusCommand : AsyncCommand
{
    private readonly OrderedDictionary<(string Organization, string Month), FocusInput> _inputs = [];
    private readonly HashSet<(string Organization, string Month)> _added = [];
    private bool _hasReportedDefect;
    private UsageStores? _stores;

    private protected FocusCommand() { }

    /// <summary>Usage, as returned by Get-ViamCurrentMonthUsage, instead of the usage store.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public UsageInput[]? InputObject { get; set; }

    /// <summary>
    /// The organizations in the store, by ID. Names can be used if the session knows them. Default: all.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("OrganizationId", "OrgId", "OrganizationName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>]
    public OrganizationIdentity[]? Organization { get; set; }

    /// <summary>Returns one row per day and cost, instead of one per month and cost.</summary>
    [Parameter]
    public SwitchParameter Daily { get; set; }

    /// <summary>Includes months of the store whose usage wasn't read at their end.</summary>
    [Parameter]
    public SwitchParameter IncludeOpenMonth { get; set; }

    /// <summary>The name of the organization that issues the invoices. Default: Viam.</summary>
    [Parameter]
    [ValidateNotBlank]
    public string InvoiceIssuerName { get; set; } = FocusOptions.Provider;

    /// <summary>
    /// The folder of the usage store. Default: VIAM_BILLING_STORE, otherwise a folder in the user's application data.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    private protected bool HasRows { get; private set; }

    /// <summary>True if a month was omitted because it isn't over.</summary>
    private protected bool HasOpenMonth { get; private set; }

    /// <summary>True if a warning of an empty usage store was written.</summary>
    private protected bool IsStoreEmpty { get; private set; }

    /// <summary>True if usage from the pipeline is accepted before the end of its month.</summary>
    private protected abstract bool AcceptsOpenInput { get; }

    private UsageStores Stores => _stores ??= new UsageStores(this, StorePath);

    /// <summary>Adds the rows of months of an organization.</summary>
    private protected abstract Task AddAsync(IReadOnlyList<FocusMonth> months);

    private protected override async Task ProcessAsync()
    {
        if (InputObject is not null)
        {
            foreach (var input in InputObject)
            {
                Collect(input);
            }
        }
        else if (
            Organization is null
            && !MyInvocation.ExpectingInput
            && MyInvocation.BoundParameters.ContainsKey(nameof(Organization))
        )
        {
            Pipeline.WriteError(ErrorRecords.OrganizationIsNull());
        }
        else if (Organization is not null || !MyInvocation.ExpectingInput)
        {
            await AddStoredAsync();
        }
        else
        {
            Pipeline.WriteError(ErrorRecords.OrganizationMissing());
        }
    }

    /// <summary>Adds the usage from the pipeline when all of it is known.</summary>
    private protected override async Task EndAsync()
    {
        foreach (var input in _inputs.Values)
        {
            var month = new UsageMonth(input.Snapshots);
            if (_added.Contains(KeyOf(input.Account.OrganizationId, month.Period)))
            {
                Pipeline.WriteWarning(
                    $"The usage of {Describe(month, input.Account)} is that of the usage store. "
                        + "The usage from the pipeline was left out."
                );
                continue;
            }
            if (Daily)
            {
                // Without stored snapshots, the whole month would be a single interval.
                var folder = Stores.Find(input.ServiceStore);
                var history = await ReadAsync(folder, input.Account.OrganizationId, month.Period.Start);
                month =
                    input.Snapshots.Aggregate(history, static (all, next) => all?.With(next))?.Find(month.Period)
                    ?? month;
            }
            if (!IncludeOpenMonth && !AcceptsOpenInput && !FocusRows.IsFinal(month))
            {
                WriteOmitted(month, input.Account);
                continue;
            }
            var rows = await Task.Run(() => FocusRows.From(month, input.Account, Options), StopToken);
            WriteWarnings(month, rows, input.Account);
            await AddAsync([rows]);
        }
    }

    private FocusOptions Options => new() { IsDaily = Daily, InvoiceIssuerName = InvoiceIssuerName };

    private void WarnOfEmptyStore(string text)
    {
        IsStoreEmpty = true;
        Pipeline.WriteWarning(text);
    }

    private void Collect(UsageInput input)
    {
        if (input.Usage is not { } usage)
        {
            if (!_hasReportedDefect)
            {
                // Once: all rows of an organization have the same one.
                _hasReportedDefect = true;
                Pipeline.WriteError(ErrorRecords.UsageIncomplete(isRow: input.Defect == UsageInputDefect.Row));
            }
            return;
        }
        if (UsageSnapshot.From(usage) is not { } snapshot)
        {
            var organization = Describe(usage.OrganizationId, usage.OrganizationName);
            Pipeline.WriteError(ErrorRecords.UsagePeriodUnknown(organization, usage.OrganizationId));
            return;
        }
        var key = KeyOf(usage.OrganizationId, snapshot.Period);
        if (!_inputs.TryGetValue(key, out var known))
        {
            _inputs.Add(key, known = new FocusInput());
        }
        known.Add(usage, snapshot);
    }

    private static (string Organization, string Month) KeyOf(string organizationId, UsagePeriod period) =>
        (organizationId.ToUpperInvariant(), period.Name);

    private static string Describe(string organizationId, string? name) =>
        new Organization { OrganizationId = organizationId, Name = name }.ToString();

    private static string Describe(UsageMonth month, FocusAccount account) =>
        $"organization {Describe(account.OrganizationId, account.OrganizationName)} in {month.Period.Name}";

    /// <summary>Returns null, with an error, if the store can't be read.</summary>
    private async Task<UsageHistory?> ReadAsync(string folder, string organizationId, DateTime? month)
    {
        try
        {
            return await Task.Run(
                () => new UsageStore(folder).Read(organizationId, month, month, StopToken),
                StopToken
            );
        }
        catch (Exception exception) when (ErrorRecords.TryFromStore(exception, organizationId) is { } error)
        {
            Pipeline.WriteError(error);
            return null;
        }
    }

    /// <summary>Warns about unknown amounts in a month that is included.</summary>
    private void WriteWarnings(UsageMonth month, FocusMonth rows, FocusAccount account)
    {
        _added.Add(KeyOf(account.OrganizationId, month.Period));
        if (rows.IsSubtotalUnknown)
        {
            Pipeline.WriteWarning(
                $"The amount due of {Describe(month, account)} is unknown, so the month was omitted."
            );
        }
        if (rows.UnknownCosts > 0)
        {
            Pipeline.WriteWarning(
                $"{rows.UnknownCosts} costs of {Describe(month, account)} are unknown. They are part of the adjustment."
            );
        }
        HasRows |= rows.Rows.Count > 0;
    }

    /// <summary>
    /// Warns about an omitted past month, which should have been read at its end. For the current month, a verbose
    /// message is enough.
    /// </summary>
    private void WriteOmitted(UsageMonth month, FocusAccount account)
    {
        var text =
            $"The usage of {Describe(month, account)} was last read at {month.Latest.ReadAt:u}, before the end of the "
            + "month, so the month was omitted. Use -IncludeOpenMonth to include it.";
        if (DateTime.UtcNow >= month.Period.End)
        {
            Pipeline.WriteWarning(text);
        }
        else
        {
            HasOpenMonth = true;
            Pipeline.WriteVerbose(text);
        }
    }
}
