namespace Viam.Billing.Usage;

/// <summary>What an organization's billing period had cost when it was read.</summary>
internal sealed record UsageSnapshot
{
    public required UsagePeriod Period { get; init; }

    /// <summary>When the response arrived. UTC.</summary>
    public required DateTime ReadAt { get; init; }

    /// <summary>
    /// The amount due so far in US dollars, as reported: not always the sum of the parts. Null if unknown.
    /// </summary>
    public decimal? Subtotal
    {
        get;
        init => field = UsageAmount.Known(value);
    }

    public IReadOnlyList<SourceUsage> Sources { get; init; } = [];

    /// <summary>Makes a snapshot of what a session returned; null if its period is unknown.</summary>
    public static UsageSnapshot? From(CurrentMonthUsage usage) =>
        Create(usage.ReadAt, usage.StartDate, usage.EndDate, usage.Subtotal, usage.Sources);

    /// <summary>Makes a snapshot of a response.</summary>
    /// <param name="readAt">When it arrived. Fractions of a second are dropped.</param>
    /// <param name="startDate">Without it the period is unknown, and there is no snapshot.</param>
    public static UsageSnapshot? Create(
        DateTime readAt,
        DateTime? startDate,
        DateTime? endDate,
        decimal? subtotal,
        IReadOnlyList<SourceUsage> sources
    )
    {
        if (startDate is not { } start)
        {
            return null;
        }
        return new UsageSnapshot
        {
            ReadAt = UsagePeriod.ToUtc(readAt.AddTicks(-(readAt.Ticks % TimeSpan.TicksPerSecond))),
            Period = UsagePeriod.Create(start, endDate),
            Subtotal = subtotal,
            Sources = sources,
        };
    }
}
