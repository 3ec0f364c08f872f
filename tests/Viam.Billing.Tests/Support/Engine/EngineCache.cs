using System.Collections.Concurrent;

namespace Viam.Billing.Tests.Support.Engine;

/// <summary>
/// Keeps engines for later tests, because creating a runspace and importing the module takes longer than most tests.
/// </summary>
internal static class EngineCache
{
    private static readonly ConcurrentStack<PowerShellEngine> s_idle = new();
    private static readonly ConcurrentStack<PowerShellEngine> s_idleWithHost = new();

    /// <summary>Returns an engine without variables or functions of other tests.</summary>
    public static PowerShellEngine Take() => s_idle.TryPop(out var engine) ? engine : new PowerShellEngine();

    /// <summary>Returns such an engine that writes to a host. It is kept again when it is disposed.</summary>
    public static PowerShellEngine Take(FakePSHost host)
    {
        if (!s_idleWithHost.TryPop(out var engine))
        {
            engine = new PowerShellEngine(new FakePSHost());
        }
        engine.Host!.ForwardTo(host);
        engine.Disposing = TryKeep;
        return engine;
    }

    public static void Return(PowerShellEngine engine)
    {
        if (engine.TryReset())
        {
            s_idle.Push(engine);
        }
        else
        {
            engine.Dispose();
        }
    }

    /// <summary>Closes all engines that are kept, so that none of them uses the module.</summary>
    public static void Clear()
    {
        while (s_idle.TryPop(out var engine) || s_idleWithHost.TryPop(out engine))
        {
            engine.Dispose();
        }
    }

    private static bool TryKeep(PowerShellEngine engine)
    {
        engine.Disposing = null;
        if (!engine.TryReset())
        {
            return false;
        }
        s_idleWithHost.Push(engine);
        return true;
    }
}
