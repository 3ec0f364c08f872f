namespace Viam.Billing.Usage.Forecasting;

/// <summary>Adds up the forecasts of an organization's rows.</summary>
internal sealed class ForecastSum
{
    /// <summary>
    /// The confidence of the sum is that of the weakest forecasts that together exceed this part of the whole.
    /// </summary>
    private const double SignificantPart = 0.1;

    private readonly List<UsageRowKey> _unknown = [];
    private readonly double[] _byConfidence = new double[4];
    private double _forecast;
    private double _squares;
    private int _rows;
    private bool _isTooEarly;
    private ForecastMethod? _method;
    private ForecastMethod? _methodOfNothing;

    public IReadOnlyList<UsageRowKey> UnknownRows => _unknown;

    public void AddUnknown(UsageRowKey key) => _unknown.Add(key);

    /// <param name="factor">The factor from gross to net amounts.</param>
    public void Add(RowForecast row, double factor)
    {
        if (row.Forecast is not { } forecast)
        {
            _isTooEarly = true;
            return;
        }
        _forecast += forecast * factor;
        _squares += row.HalfWidth * factor * row.HalfWidth * factor;
        if (row.Method == ForecastMethod.Fixed)
        {
            _methodOfNothing ??= row.Method;
            return;
        }
        _rows++;
        _byConfidence[(int)row.Confidence] += Math.Abs(forecast * factor);
        if (forecast == 0 && row.HalfWidth == 0)
        {
            _methodOfNothing = row.Method;
        }
        else
        {
            _method = _method is null || _method == row.Method ? row.Method : ForecastMethod.Combined;
        }
    }

    public ForecastLine ToLine(UsageSnapshot current, bool allowEarly, (int SettledDays, int PastMonths) counts)
    {
        var part = current.Period.ElapsedPart(current.ReadAt);
        // Without rows, the subtotal is forecast like a single row without history.
        var isTooEarly = _isTooEarly || (_rows == 0 && part < 1 && !RowForecaster.IsRunRatePossible(part, allowEarly));
        if (_unknown.Count > 0 || isTooEarly || current.Subtotal is not { } subtotal)
        {
            return ForecastLine.None(current.Subtotal, counts.SettledDays, counts.PastMonths);
        }
        if (part >= 1)
        {
            return Line(subtotal, (double)subtotal, 0, ForecastMethod.Actual, ForecastConfidence.High, counts);
        }
        return Line(
            subtotal,
            _forecast,
            Math.Sqrt(_squares),
            _method ?? _methodOfNothing ?? ForecastMethod.RunRate,
            Confidence(),
            counts
        );
    }

    private static ForecastLine Line(
        decimal subtotal,
        double forecast,
        double halfWidth,
        ForecastMethod method,
        ForecastConfidence confidence,
        (int SettledDays, int PastMonths) counts
    ) =>
        ForecastLine.Create(
            subtotal,
            forecast,
            halfWidth,
            new RowForecast(forecast, halfWidth, method, confidence, counts.SettledDays, counts.PastMonths)
        );

    private ForecastConfidence Confidence()
    {
        var total = _byConfidence.Sum();
        var weak = 0d;
        foreach (var confidence in new[] { ForecastConfidence.Low, ForecastConfidence.Medium })
        {
            weak += _byConfidence[(int)confidence];
            if (weak > SignificantPart * total)
            {
                return confidence;
            }
        }
        return _rows == 0 ? ForecastConfidence.Low : ForecastConfidence.High;
    }
}
