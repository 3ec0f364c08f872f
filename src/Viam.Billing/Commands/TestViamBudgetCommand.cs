using System.Collections.Concurrent;
using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Commands;

/// <summary>Compares the costs of organizations in the current billing month with budgets.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ViamBudget", HelpUri = OnlineHelp.Folder + "Test-ViamBudget.md")]
[OutputType(typeof(BudgetResult), typeof(bool))]
public sealed class TestViamBudgetCommand : UsageCommand
{
    private static readonly BudgetThreshold[] s_thresholds = [BudgetThreshold.Of(80), BudgetThreshold.Of(100)];
    private static readonly BudgetThreshold[] s_forecastThresholds = [BudgetThreshold.Of(100)];

    // Warnings are written after the result, because its organization name isn't known earlier.
    private readonly ConcurrentDictionary<BudgetResult, BudgetRules> _rules = new();
    private bool _isOver;
    private int _tested;

    /// <summary>The budget of each organization per billing month, in US dollars.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BudgetAmountTransformation]
    public UsdAmount? Budget { get; set; }

    /// <summary>The percentages of the budget at which the actual amount is reported, from 1 to 1000.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BudgetThresholdTransformation]
    [ArgumentCompletions("50", "80", "90", "100")]
    public BudgetThreshold[] Threshold { get; set; } = s_thresholds;

    /// <summary>The percentages of the budget at which the forecast is reported, from 1 to 1000.</summary>
    [Parameter]
    [BudgetThresholdTransformation]
    [ArgumentCompletions("90", "100", "110", "120")]
    public BudgetThreshold[] ForecastThreshold { get; set; } = s_forecastThresholds;

    /// <summary>Also uses forecasts of low confidence.</summary>
    [Parameter]
    public SwitchParameter TrustLowConfidence { get; set; }

    /// <summary>Returns only True or False: whether all budgets were checked and none is exceeded.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override async Task ProcessAsync()
    {
        // An empty cell of a file must not turn thresholds off.
        Threshold = Threshold is [] ? s_thresholds : Threshold;
        ForecastThreshold = ForecastThreshold is [] ? s_forecastThresholds : ForecastThreshold;
        if (await GetRulesAsync() is { } rules)
        {
            // The same organization is tested again for different budgets or thresholds.
            var key = string.Join(' ', [Budget, .. Percents(Threshold).Cast<object>(), .. Percents(ForecastThreshold)]);
            await WithUsageAsync(item => [Test(item, rules)], key);
        }
    }

    private protected override void WriteResult(object item)
    {
        var result = (BudgetResult)item;
        _tested++;
        _isOver |= result.IsExceeded;
        if (!Quiet)
        {
            base.WriteResult(result);
        }
        if (_rules.TryRemove(result, out var rules))
        {
            foreach (var warning in BudgetWarnings.Of(result, rules))
            {
                QueueWarning(warning);
            }
        }
    }

    private protected override void OnCompleted()
    {
        if (Quiet)
        {
            base.WriteResult(_tested > 0 && !_isOver && !Pipeline.HasErrors);
        }
    }

    private async Task<BudgetRules?> GetRulesAsync()
    {
        var organization = InputObject is [{ Usage: { } usage }, ..]
            ? usage.OrganizationId
            : GivenOrganizations?[0].Text;
        var problem =
            Budget?.Problem
            ?? Threshold
                .Concat(ForecastThreshold)
                .FirstOrDefault(static threshold => threshold.Problem is not null)
                ?.Problem;
        if (Budget is null)
        {
            await WriteErrorAsync(ErrorRecords.BudgetRequired(organization));
            return null;
        }
        try
        {
            return problem is null
                ? new BudgetRules(Budget.Value, Percents(Threshold), Percents(ForecastThreshold))
                {
                    TrustsLowConfidence = TrustLowConfidence,
                }
                : throw new BudgetRuleException(problem);
        }
        catch (BudgetRuleException exception)
        {
            await WriteErrorAsync(ErrorRecords.InvalidBudget(exception.Message, organization));
            return null;
        }
    }

    private BudgetResult Test(UsageWorkItem item, BudgetRules rules)
    {
        var actual =
            item.Current.Subtotal
            ?? throw new ErrorRecordException(ErrorRecords.UsageAmountUnknown(item.OrganizationId));
        var history = new UsageStore(item.StoreFolder).Read(
            item.OrganizationId,
            cancellationToken: item.CancellationToken
        );
        var forecast = UsageForecaster
            .Forecast(item.Current, history, ForecastOptions.Default)
            .ToTotal(item.OrganizationId, item.Usage.OrganizationName);
        var evaluation = BudgetEvaluator.Evaluate(actual, forecast.Forecast, forecast.Confidence, rules);
        var result = evaluation.ToModel(forecast, actual, rules.Budget);
        _rules[result] = rules;
        return result;
    }

    private static decimal[] Percents(BudgetThreshold[] thresholds) =>
        [.. thresholds.Select(static threshold => threshold.Percent)];
}
