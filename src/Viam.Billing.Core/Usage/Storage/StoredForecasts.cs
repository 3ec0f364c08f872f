using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Viam.Billing.Usage.Forecasting;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// Forecasts the cost of organizations from the usage store. Several cmdlets of a nightly job need the same forecast.
/// Therefore, it isn't calculated again while the content of all files is the same, which is read each time. Safe for
/// concurrent use.
/// </summary>
internal static class StoredForecasts
{
    /// <summary>The number of forecasts that are kept, each of a few hundred bytes.</summary>
    private const int Capacity = 20_000;

    private static readonly ConcurrentDictionary<string, Entry> s_forecasts = new(StringComparer.Ordinal);
    private static readonly ConcurrentQueue<string> s_order = new();

    /// <inheritdoc cref="UsageStore.Read"/>
    /// <param name="current">The current usage, which need not be in the store.</param>
    public static OrganizationForecast Forecast(
        UsageStore store,
        string organizationId,
        UsageSnapshot current,
        ForecastOptions options,
        CancellationToken cancellationToken
    )
    {
        using var files = store.ReadFiles(organizationId, cancellationToken: cancellationToken);
        var key = files.ComputeHash(Describe(organizationId, current, options));
        if (!s_forecasts.TryGetValue(key, out var forecast))
        {
            var result = UsageForecaster.Forecast(current, files.ToHistory(), options);
            forecast = new Entry(result.Total, result.UnknownRows);
            Add(key, forecast);
        }
        // The same amount can have another number of decimals.
        var line = forecast.Line with
        {
            Current = current.Subtotal,
        };
        return new OrganizationForecast(current, options.Level, line, forecast.UnknownRows);
    }

    private static void Add(string key, Entry forecast)
    {
        if (s_forecasts.TryAdd(key, forecast))
        {
            s_order.Enqueue(key);
            if (s_order.Count > Capacity && s_order.TryDequeue(out var oldest))
            {
                s_forecasts.TryRemove(oldest, out _);
            }
        }
    }

    /// <summary>What a forecast depends on in addition to the history, and the organization.</summary>
    private static ReadOnlySpan<byte> Describe(string organizationId, UsageSnapshot current, ForecastOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        BitConverter.TryWriteBytes(output.GetSpan(sizeof(double)), options.Level);
        output.Advance(sizeof(double));
        output.Write([options.AllowEarly ? (byte)1 : (byte)0]);
        UsageRecordFormat.Write(output, current);
        output.Write(Encoding.UTF8.GetBytes(organizationId));
        return output.WrittenSpan;
    }

    /// <summary>A forecast without the snapshot, which would keep its sources in memory.</summary>
    private sealed record Entry(ForecastLine Line, IReadOnlyList<UsageRowKey> UnknownRows);
}
