namespace Viam.Billing.Usage;

/// <summary>The usage costs of an organization's billing period at the time when they were read.</summary>
internal sealed record UsageSnapshot
{
    public required UsagePeriod Period { get; init; }

    /// <summary>The time at which the response arrived. UTC.</summary>
    public required DateTime ReadAt { get; init; }

    /// <summary>
    /// The amount due so far in US dollars as reported, which isn't always the sum of the parts; null if unknown.
    /// </summary>
    public decimal? Subtotal
    {
        get;
        init => field = UsageAmount.Known(value);
    }

    /// <summary>The sources. If the snapshot has <see cref="Amounts"/>, they are created when needed.</summary>
    public IReadOnlyList<SourceUsage> Sources
    {
        get => field ??= Amounts?.ToSources() ?? [];
        init;
    }

    /// <summary>The amounts of the sources of a stored snapshot; null if one is unknown.</summary>
    public UsageAmounts? Amounts { get; private init; }

    /// <summary>Creates a stored snapshot.</summary>
    public static UsageSnapshot Create(UsagePeriod period, DateTime readAt, decimal? subtotal, UsageAmounts amounts) =>
        new()
        {
            Period = period,
            ReadAt = readAt,
            Subtotal = subtotal,
            Amounts = amounts,
        };

    /// <summary>Creates a snapshot of usage from a session; null if its period is unknown.</summary>
    public static UsageSnapshot? From(CurrentMonthUsage usage) =>
        Create(usage.ReadAt, usage.StartDate, usage.EndDate, usage.Subtotal, usage.Sources);

    /// <summary>Creates a snapshot of a response.</summary>
    /// <param name="readAt">The time at which the response arrived. Fractions of a second are removed.</param>
    /// <param name="startDate">
    /// The start of the period; if null or impossible, the period is unknown, and no snapshot is created.
    /// </param>
    public static UsageSnapshot? Create(
        DateTime readAt,
        DateTime? startDate,
        DateTime? endDate,
        decimal? subtotal,
        IReadOnlyList<SourceUsage> sources
    )
    {
        if (startDate is not { } start || UsagePeriod.TryCreate(start, endDate) is not { } period)
        {
            return null;
        }
        return new UsageSnapshot
        {
            ReadAt = UsagePeriod.ToUtc(readAt.AddTicks(-(readAt.Ticks % TimeSpan.TicksPerSecond))),
            Period = period,
            Subtotal = subtotal,
            Sources = sources,
        };
    }
}
