namespace Viam.Billing.Usage.Storage;

/// <summary>The result of saving a snapshot, and the path of its file.</summary>
internal readonly record struct SavedSnapshot(UsageSnapshotStatus Status, string Path);
