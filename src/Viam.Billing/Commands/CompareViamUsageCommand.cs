using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Pipeline;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Commands;

/// <summary>
/// Compares the usage costs of organizations in the current billing month with those of an earlier time span.
/// </summary>
[Cmdlet(
    VerbsData.Compare,
    "ViamUsage",
    DefaultParameterSetName = WithNamed,
    HelpUri = OnlineHelp.Folder + "Compare-ViamUsage.md"
)]
[OutputType(typeof(UsageChange))]
public sealed class CompareViamUsageCommand : UsageCommand
{
    private const string WithNamed = "With";
    private const string WithDate = "ReferenceDate";
    private readonly List<UsageChange> _changes = [];
    private bool _hasReportedDate;

    /// <summary>The time span that the current usage is compared with.</summary>
    [Parameter(ParameterSetName = WithNamed)]
    public UsageReference With { get; set; } = UsageReference.LastMonth;

    /// <summary>
    /// A past time. The current usage is compared with the same part of the billing month that contains it, or with an
    /// equally long time span before it.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = WithDate)]
    [ArgumentCompleter(typeof(DateCompleter))]
    [UtcDateTransformation]
    public UtcDate? ReferenceDate { get; set; }

    /// <summary>Returns one object per cost, instead of one per organization.</summary>
    [Parameter]
    public SwitchParameter ByResource { get; set; }

    /// <summary>Omits changes below this amount in US dollars.</summary>
    [Parameter]
    [AmountTransformation]
    public UsdAmount? MinimumAmount { get; set; }

    /// <summary>Omits changes below this percentage, but not new costs.</summary>
    [Parameter]
    [ValidateRange(0.0, 1_000_000.0)]
    public double MinimumPercent { get; set; }

    /// <summary>Includes costs that haven't changed.</summary>
    [Parameter]
    public SwitchParameter IncludeUnchanged { get; set; }

    private protected override bool NeedsHistory => true;

    private protected override async Task ProcessAsync()
    {
        if (ReferenceDate?.Value is { } date && date >= DateTime.UtcNow)
        {
            if (!_hasReportedDate)
            {
                _hasReportedDate = true;
                await WriteErrorAsync(ErrorRecords.ReferenceDateNotPast(date));
            }
            return;
        }
        var options = new ComparisonOptions(MinimumAmount?.Value ?? 0, (decimal)MinimumPercent, IncludeUnchanged);
        var (reference, byResource) = (
            ParameterSetName == WithDate ? ReferenceDate!.Value : (DateTime?)null,
            ByResource.ToBool()
        );
        var with = With;
        await WithUsageAsync(item => Compare(item, with, reference, options, byResource));
    }

    // Collected, so that the changes of all organizations can be sorted by size.
    private protected override void WriteResult(object item) => _changes.Add((UsageChange)item);

    private protected override void OnCompleted()
    {
        foreach (var change in _changes.OrderByDescending(static change => Math.Abs(change.Change)))
        {
            base.WriteResult(ByResource ? ResourceRow.Mark(change) : change);
        }
    }

    private IEnumerable<UsageChange> Compare(
        UsageWorkItem item,
        UsageReference with,
        DateTime? reference,
        ComparisonOptions options,
        bool byResource
    )
    {
        if (reference >= item.Current.ReadAt)
        {
            throw new ErrorRecordException(ErrorRecords.ReferenceDateNotPast(reference.Value));
        }
        var history = new UsageStore(item.StoreFolder).Read(
            item.OrganizationId,
            cancellationToken: item.CancellationToken
        );
        var spans = FindSpans(item.Current, history, with, reference);
        var result = spans is null ? null : UsageComparer.Compare(item.Current, history, spans, options);
        if (result is null || (result.Total is null && item.Current.Subtotal is not null))
        {
            var span = reference is null ? with.ToString() : $"{reference:u}";
            throw item.Error((organization, id) => NotFound(organization, id, span));
        }
        if (byResource)
        {
            WarnOfUnknown(item, result.UnknownRows, "It isn't compared.");
            return result.ToRows(item.OrganizationId, item.Usage.OrganizationName);
        }
        if (result.Total is null)
        {
            throw item.Error(ErrorRecords.UsageAmountUnknown);
        }
        return result.Total.IsIncluded(options)
            ? [result.ToTotal(item.OrganizationId, item.Usage.OrganizationName)!]
            : [];
    }

    private static ComparisonSpans? FindSpans(
        UsageSnapshot current,
        UsageHistory history,
        UsageReference with,
        DateTime? reference
    ) =>
        (with, reference) switch
        {
            (_, { } date) => ComparisonSpans.Since(current, history, date),
            (UsageReference.Yesterday, _) => ComparisonSpans.Latest(current, TimeSpan.FromDays(1)),
            (UsageReference.LastWeek, _) => ComparisonSpans.Latest(current, TimeSpan.FromDays(7)),
            _ => ComparisonSpans.LastMonth(current, history),
        };

    private static ErrorRecord NotFound(string organization, string organizationId, string reference) =>
        ErrorRecords.UsageHistoryNotFound(
            $"snapshots of organization {organization} that cover the time to compare with ({reference})",
            organizationId
        );
}
