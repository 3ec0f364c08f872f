namespace Viam.Billing.Usage.Storage;

/// <summary>What became of a snapshot, and the file that it belongs to.</summary>
internal readonly record struct SavedSnapshot(UsageSnapshotStatus Status, string Path);
