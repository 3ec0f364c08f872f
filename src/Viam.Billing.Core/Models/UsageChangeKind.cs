namespace Viam.Billing;

/// <summary>How a cost differs from the one that it is compared with.</summary>
public enum UsageChangeKind
{
    Same,

    /// <summary>It cost nothing before.</summary>
    New,

    /// <summary>It costs nothing now.</summary>
    Gone,
    Up,
    Down,
}
