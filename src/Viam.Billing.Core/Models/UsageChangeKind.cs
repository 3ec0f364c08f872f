namespace Viam.Billing;

/// <summary>The kind of a difference between two costs.</summary>
public enum UsageChangeKind
{
    Same,

    /// <summary>There was no cost before.</summary>
    New,

    /// <summary>There is no cost now.</summary>
    Gone,
    Up,
    Down,
}
