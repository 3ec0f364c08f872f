namespace Viam.Billing;

/// <summary>The time span that the current usage is compared with.</summary>
public enum UsageReference
{
    /// <summary>The same part of the previous billing month.</summary>
    LastMonth,

    /// <summary>The 24 hours before the last 24 hours.</summary>
    Yesterday,

    /// <summary>The 7 days before the last 7 days.</summary>
    LastWeek,
}
