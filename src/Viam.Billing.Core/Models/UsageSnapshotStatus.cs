namespace Viam.Billing;

/// <summary>What became of a usage snapshot.</summary>
public enum UsageSnapshotStatus
{
    /// <summary>It was added to the store.</summary>
    Saved,

    /// <summary>It wasn't added, since the store has one that was read shortly before.</summary>
    Kept,
}
