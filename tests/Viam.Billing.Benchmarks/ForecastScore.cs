using Viam.Billing.Usage.Forecasting;

namespace Viam.Billing.Benchmarks;

/// <summary>Forecast errors relative to the final cost of the month.</summary>
internal sealed class ForecastScore
{
    private double _errors;
    private double _runRateErrors;
    private int _covered;
    private int _count;

    public double Error => _errors / _count;

    public double RunRateError => _runRateErrors / _count;

    public double Ratio => Error / RunRateError;

    /// <summary>The fraction of months whose cost was within the forecast interval.</summary>
    public double Coverage => (double)_covered / _count;

    public void Add(ForecastLine line, decimal runRate, decimal final)
    {
        _errors += (double)Math.Abs(line.Forecast!.Value / final - 1);
        _runRateErrors += (double)Math.Abs(runRate / final - 1);
        _covered += line.Low <= final && final <= line.High ? 1 : 0;
        _count++;
    }

    public static ForecastScore Sum(IEnumerable<ForecastScore> scores)
    {
        var sum = new ForecastScore();
        foreach (var score in scores)
        {
            sum._errors += score._errors;
            sum._runRateErrors += score._runRateErrors;
            sum._covered += score._covered;
            sum._count += score._count;
        }
        return sum;
    }
}
