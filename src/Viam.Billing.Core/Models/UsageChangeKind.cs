namespace Viam.Billing;

/// <summary>The kind of a difference between two costs.</summary>
public enum UsageChangeKind
{
    /// <summary>The costs are the same.</summary>
    Same,

    /// <summary>There was no cost before.</summary>
    New,

    /// <summary>There is no cost now.</summary>
    Gone,

    /// <summary>The cost increased.</summary>
    Up,

    /// <summary>The cost decreased.</summary>
    Down,
}
