using Viam.Billing.Grpc.Mapping;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.Services;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Sandbox;

/// <summary>
/// A temporary usage store with the past usage of a sandbox. It is created when it is first used, and deleted with the
/// session or when the process ends. Safe for concurrent use.
/// </summary>
internal sealed class SandboxUsageStore(SandboxState state) : IDisposable
{
    /// <summary>When a nightly job would have read the usage.</summary>
    private static readonly TimeSpan s_timeOfDay = new(23, 30, 0);

    /// <summary>What is saved at any time of the day is new.</summary>
    private static readonly TimeSpan s_leastAge = TimeSpan.FromHours(2);

    private readonly Lock _lock = new();
    private string? _folder;
    private bool _isClosed;

    /// <exception cref="UsageStoreClosedException">The session is closed.</exception>
    public string GetFolder()
    {
        lock (_lock)
        {
            return _isClosed ? throw new UsageStoreClosedException() : _folder ??= Create();
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        lock (_lock)
        {
            _isClosed = true;
            if (_folder is null || !Directory.Exists(_folder))
            {
                return;
            }
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A file that a program has open can't be deleted on Windows. The folder is a temporary one.
            }
        }
    }

    private string Create()
    {
        var folder = Directory.CreateTempSubdirectory("viam-billing-sandbox-").FullName;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        SandboxMark.Create(folder);
        var snapshots =
            from past in state.PastUsage(SandboxAccounts.Visitor, s_timeOfDay)
            where past.ReadAt < state.Now - s_leastAge
            let usage = UsageMapper.Map(past.Usage, past.OrganizationId, past.ReadAt.UtcDateTime).Total
            select (past.OrganizationId, UsageSnapshot.From(usage)!);
        UsageStoreSeed.Write(folder, snapshots);
        return folder;
    }

    private void OnProcessExit(object? sender, EventArgs e) => Dispose();
}
