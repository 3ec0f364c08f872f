using System.Collections;
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

    private object? _earlierError;
    private bool _isOver;
    private bool _hasInvalidArguments;
    private int _tested;
    private int _rows;

    /// <summary>The budget of each organization per billing month, in US dollars.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [RowAmountTransformation]
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

    /// <summary>The errors of the PowerShell session, beginning with the last.</summary>
    private IEnumerable<object> Errors =>
        (SessionState.PSVariable.GetValue("global:Error") as IList ?? Array.Empty<object>()).Cast<object>();

    private protected override async Task BeginAsync()
    {
        _earlierError = Errors.FirstOrDefault();
        // An invalid argument is reported once, and not for each organization.
        if (FindProblem() is { } problem)
        {
            _hasInvalidArguments = true;
            await WriteErrorAsync(ErrorRecords.InvalidBudget(problem, GivenOrganizations?[0].Text));
        }
    }

    private protected override async Task ProcessAsync()
    {
        _rows++;
        if (_hasInvalidArguments)
        {
            return;
        }
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
            QueueWarning(BudgetWarnings.Of(result));
        }
    }

    private protected override void OnCompleted()
    {
        if (Quiet)
        {
            base.WriteResult(_tested > 0 && !_isOver && !Pipeline.HasErrors && !HasUnboundInput());
        }
    }

    /// <summary>
    /// True if PowerShell has reported that an object from the pipeline has no parameter. The cmdlet isn't called then.
    /// </summary>
    private bool HasUnboundInput() =>
        Errors
            .TakeWhile(error => !ReferenceEquals(error, _earlierError))
            .OfType<ErrorRecord>()
            .Any(error =>
                error.Exception is ParameterBindingException
                && error.InvocationInfo?.MyCommand == MyInvocation.MyCommand
            );

    /// <summary>The rules of the current organization; null, with an error, if they are missing or invalid.</summary>
    private async Task<BudgetRules?> GetRulesAsync()
    {
        var usage = InputObject is [{ Usage: { } given }, ..] ? given : null;
        var organization = usage?.OrganizationId ?? GivenOrganizations?[0].Text;
        var row = MyInvocation.ExpectingInput ? _rows : (int?)null;
        var name = usage?.OrganizationName ?? organization;
        if (FindProblem() is { } problem)
        {
            await WriteErrorAsync(ErrorRecords.InvalidBudget(problem, organization, name, row));
            return null;
        }
        if (Budget is null)
        {
            await WriteErrorAsync(ErrorRecords.BudgetRequired(organization, name, row));
            return null;
        }
        return CreateRules(Budget.Value);
    }

    /// <summary>The reason why the budget or a threshold is invalid; null if they are valid or missing.</summary>
    private string? FindProblem()
    {
        try
        {
            var problem =
                Budget?.Problem
                ?? Threshold
                    .Concat(ForecastThreshold)
                    .FirstOrDefault(static threshold => threshold.Problem is not null)
                    ?.Problem;
            if (problem is null)
            {
                // Throws if a value is out of range.
                CreateRules(Budget?.Value ?? 0);
            }
            return problem;
        }
        catch (BudgetRuleException exception)
        {
            return exception.Message;
        }
    }

    private BudgetRules CreateRules(decimal budget) =>
        new(budget, Percents(Threshold), Percents(ForecastThreshold)) { TrustsLowConfidence = TrustLowConfidence };

    private BudgetResult Test(UsageWorkItem item, BudgetRules rules)
    {
        var actual = item.Current.Subtotal ?? throw item.Error(ErrorRecords.UsageAmountUnknown);
        var forecast = StoredForecasts
            .Forecast(
                new UsageStore(item.StoreFolder),
                item.OrganizationId,
                item.Current,
                ForecastOptions.Default,
                item.CancellationToken
            )
            .ToModel(item.OrganizationId, item.Usage.OrganizationName);
        var evaluation = BudgetEvaluator.Evaluate(actual, forecast.Forecast, forecast.Confidence, rules);
        return evaluation.ToModel(forecast, actual, rules.Budget);
    }

    private static decimal[] Percents(BudgetThreshold[] thresholds) =>
        [.. thresholds.Select(static threshold => threshold.Percent)];
}
