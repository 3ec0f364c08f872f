using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Viam.Billing.Sessions;

namespace Viam.Billing;

/// <summary>
/// Closes the shared session when the module was removed from the last runspace that imported it, and isn't imported
/// again.
/// </summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly object s_lock = new();

    // The runspaces are stored instead of their number, because a runspace that ends, such as one of ForEach-Object
    // -Parallel, isn't reported.
    private static readonly List<WeakReference<Runspace>> s_importers = [];

    private static CancellationTokenSource? s_closing;

    /// <summary>
    /// How long the session stays open after the module was removed: Import-Module -Force removes the module, and
    /// imports it again.
    /// </summary>
    internal static TimeSpan ReimportTime { get; set; } = TimeSpan.FromSeconds(3);

    public void OnImport()
    {
        lock (s_lock)
        {
            s_closing?.Cancel();
            s_closing = null;
        }
        if (Runspace.DefaultRunspace is not { } runspace)
        {
            return;
        }

        lock (s_lock)
        {
            if (!HoldsAny(other => other == runspace))
            {
                s_importers.Add(new WeakReference<Runspace>(runspace));
            }
        }
    }

    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        var runspace = Runspace.DefaultRunspace;
        lock (s_lock)
        {
            s_importers.RemoveAll(importer =>
                !importer.TryGetTarget(out var other) || other == runspace || !IsOpen(other)
            );
            if (s_importers.Count > 0)
            {
                return;
            }
            s_closing?.Cancel();
            s_closing = new CancellationTokenSource();
            _ = CloseUnlessReimportedAsync(s_closing.Token);
        }
    }

    private static async Task CloseUnlessReimportedAsync(CancellationToken reimported)
    {
        // Not thrown, because nobody awaits this.
        await Task.Delay(ReimportTime, reimported)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (s_lock)
        {
            if (!reimported.IsCancellationRequested)
            {
                DefaultSession.Close();
            }
        }
    }

    private static bool HoldsAny(Predicate<Runspace> predicate) =>
        s_importers.Exists(importer => importer.TryGetTarget(out var other) && predicate(other));

    private static bool IsOpen(Runspace runspace) =>
        runspace.RunspaceStateInfo.State is RunspaceState.Opened or RunspaceState.BeforeOpen or RunspaceState.Opening;
}
