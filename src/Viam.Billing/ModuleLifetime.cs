using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Viam.Billing.Errors;
using Viam.Billing.Sessions;

namespace Viam.Billing;

/// <summary>
/// Closes the shared session when the module was removed from the last runspace that imported it, and isn't imported
/// again. Refuses to import a second copy of the module into a runspace.
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
        var runspace = Runspace.DefaultRunspace;
        if (runspace is not null && IsImportedBy(runspace))
        {
            ThrowIfOtherCopyIsImported();
        }
        lock (s_lock)
        {
            s_closing?.Cancel();
            s_closing = null;
            if (runspace is null)
            {
                return;
            }
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

    private static bool IsImportedBy(Runspace runspace)
    {
        lock (s_lock)
        {
            return HoldsAny(other => other == runspace);
        }
    }

    /// <summary>Throws before PowerShell reads the types of the copy, whose members exist already.</summary>
    private static void ThrowIfOtherCopyIsImported()
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        var importing = shell.AddScript("$ExecutionContext.SessionState.Module").Invoke<PSModuleInfo?>().Single();
        shell.Commands.Clear();
        shell.AddCommand("Get-Module").AddParameter("Name", "Viam.Billing").AddParameter("All");
        var imported = shell.Invoke<PSModuleInfo>().FirstOrDefault();
        if (
            importing is { Name: "Viam.Billing" }
            && imported is not null
            && importing.ModuleBase != imported.ModuleBase
        )
        {
            var error = ErrorRecords.OtherCopyImported(imported.ModuleBase, importing.ModuleBase);
            throw new RuntimeException(error.Exception.Message, error.Exception, error);
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
