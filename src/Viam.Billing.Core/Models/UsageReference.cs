namespace Viam.Billing;

/// <summary>What the current usage is compared with.</summary>
public enum UsageReference
{
    /// <summary>The same part of the billing month before.</summary>
    LastMonth,

    /// <summary>The last 24 hours with the 24 hours before.</summary>
    Yesterday,

    /// <summary>The last 7 days with the 7 days before.</summary>
    LastWeek,
}
