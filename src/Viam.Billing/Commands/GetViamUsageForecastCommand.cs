using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Pipeline;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Commands;

/// <summary>Gets a forecast of the costs of organizations at the end of the current billing month.</summary>
[Cmdlet(VerbsCommon.Get, "ViamUsageForecast", HelpUri = OnlineHelp.Folder + "Get-ViamUsageForecast.md")]
[OutputType(typeof(UsageForecast))]
public sealed class GetViamUsageForecastCommand : UsageCommand
{
    private readonly List<MissingForecast> _missing = [];
    private StoredOrganizations? _stored;
    private bool _hasForecast;

    /// <summary>Returns one forecast per cost, instead of one per organization.</summary>
    [Parameter]
    public SwitchParameter ByResource { get; set; }

    /// <summary>
    /// The probability, in percent, with which the final amount is expected to be between Low and High.
    /// </summary>
    [Parameter]
    [ValidateRange(1.0, 99.9)]
    [ArgumentCompletions("50", "80", "90", "95", "99")]
    public double Level { get; set; } = 80;

    /// <summary>Also forecasts without history before a tenth of the month has elapsed.</summary>
    [Parameter]
    public SwitchParameter AllowEarly { get; set; }

    /// <summary>
    /// Forecasts as of a past time, from the usage store only. Needs no session and makes no request.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(DateCompleter))]
    [UtcDateTransformation]
    public UtcDate? AsOf { get; set; }

    private protected override Task BeginAsync()
    {
        if (AsOf?.Value is { } asOf && asOf > DateTime.UtcNow)
        {
            ThrowTerminatingError(ErrorRecords.AsOfNotPast(asOf));
        }
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync()
    {
        var options = new ForecastOptions(Level, AllowEarly);
        var byResource = ByResource.ToBool();
        if (AsOf?.Value is not { } asOf)
        {
            await WithUsageAsync(item => Forecast(item, options, byResource));
            return;
        }
        if (!await HasTargetAsync())
        {
            return;
        }
        _stored ??= new StoredOrganizations(Stores, SessionIfOpen, QueueError, QueueWarning);
        foreach (var (organizationId, name) in _stored.Find(GivenOrganizations))
        {
            var folder = _stored.Folder;
            await StartLocalAsync(
                organizationId,
                stop =>
                    UsageStores.Run(
                        organizationId,
                        () => ForecastAsOf(folder, organizationId, name, asOf, options, byResource, stop)
                    )
            );
        }
    }

    private protected override void WriteResult(object item)
    {
        if (item is MissingForecast missing)
        {
            _missing.Add(missing);
            return;
        }
        _hasForecast = true;
        base.WriteResult(ByResource ? ResourceRow.Mark(item) : item);
    }

    private protected override void OnCompleted()
    {
        // If no organization has a forecast, the time is the reason, and one error says so.
        var errors =
            _hasForecast || _missing.Count < 2
                ? _missing.Select(missing => missing.ToError(AsOf!.Value))
                : [MissingForecast.ToError(_missing, AsOf!.Value, _stored!.Folder)];
        foreach (var error in errors)
        {
            Pipeline.WriteError(error);
        }
    }

    private IEnumerable<UsageForecast> Forecast(UsageWorkItem item, ForecastOptions options, bool byResource)
    {
        var (id, name) = (item.OrganizationId, item.Usage.OrganizationName);
        var store = new UsageStore(item.StoreFolder);
        if (byResource)
        {
            var history = store.Read(id, cancellationToken: item.CancellationToken);
            var result = UsageForecaster.Forecast(item.Current, history, options);
            Warn(item, result.UnknownRows);
            return result.ToRows(id, name);
        }
        var total = StoredForecasts.Forecast(store, id, item.Current, options, item.CancellationToken);
        Warn(item, total.UnknownRows);
        return [total.ToModel(id, name)];
    }

    private void Warn(UsageWorkItem item, IReadOnlyList<UsageRowKey> unknownRows) =>
        WarnOfUnknown(item, unknownRows, "Therefore, no forecast is returned for the organization.");

    private static IEnumerable<object> ForecastAsOf(
        string folder,
        string organizationId,
        string? name,
        DateTime asOf,
        ForecastOptions options,
        bool byResource,
        CancellationToken stop
    )
    {
        var store = new UsageStore(folder);
        var history = store.Read(organizationId, lastMonth: asOf, cancellationToken: stop);
        return UsageForecaster.ForecastAsOf(history, asOf, options) is { } result
            ? byResource
                ? result.ToRows(organizationId, name)
                : [result.ToTotal(organizationId, name)]
            : [new MissingForecast(organizationId, name, store.FindFirst(organizationId, stop))];
    }
}
