using System.Buffers;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// Writes a new store without the locks and flushes of <see cref="UsageStore"/>, for a temporary store that isn't used
/// by others yet.
/// </summary>
internal static class UsageStoreSeed
{
    /// <param name="store">An empty folder with access for its owner only.</param>
    /// <param name="snapshots">
    /// The snapshots of each organization and month, in the order in which they were read.
    /// </param>
    public static void Write(string store, IEnumerable<(string OrganizationId, UsageSnapshot Snapshot)> snapshots)
    {
        foreach (var month in snapshots.GroupBy(static item => (item.OrganizationId, item.Snapshot.Period.Name)))
        {
            var lines = new ArrayBufferWriter<byte>();
            foreach (var (_, snapshot) in month)
            {
                UsageRecordFormat.Write(lines, snapshot);
                lines.Write("\n"u8);
            }
            var folder = Path.Combine(store, "usage", month.Key.OrganizationId);
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, month.Key.Name + ".jsonl"), lines.WrittenSpan);
        }
    }
}
