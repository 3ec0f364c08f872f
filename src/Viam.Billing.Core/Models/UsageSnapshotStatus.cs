namespace Viam.Billing;

/// <summary>The result of saving a usage snapshot.</summary>
public enum UsageSnapshotStatus
{
    /// <summary>The snapshot was added to the store.</summary>
    Saved,

    /// <summary>The snapshot wasn't added, because the store has one that was read shortly before.</summary>
    Kept,
}
