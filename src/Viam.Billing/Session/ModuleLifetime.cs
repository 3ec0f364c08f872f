using System.Management.Automation;

namespace Viam.Billing;

/// <summary>Ends the shared session when the module is removed from the last runspace that has it.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static int s_imports;

    public void OnImport() => Interlocked.Increment(ref s_imports);

    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Interlocked.Decrement(ref s_imports) <= 0) SharedSession.Close();
    }
}
