using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Viam.Billing.Sessions;

namespace Viam.Billing;

/// <summary>Closes the shared session when the module is removed from the last runspace that imported it.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly object s_lock = new();

    // The runspaces are stored instead of their number, because a runspace that ends, such as one of ForEach-Object
    // -Parallel, isn't reported.
    private static readonly List<WeakReference<Runspace>> s_importers = [];

    public void OnImport()
    {
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
        }
        DefaultSession.Close();
    }

    private static bool HoldsAny(Predicate<Runspace> predicate) =>
        s_importers.Exists(importer => importer.TryGetTarget(out var other) && predicate(other));

    private static bool IsOpen(Runspace runspace) =>
        runspace.RunspaceStateInfo.State is RunspaceState.Opened or RunspaceState.BeforeOpen or RunspaceState.Opening;
}
