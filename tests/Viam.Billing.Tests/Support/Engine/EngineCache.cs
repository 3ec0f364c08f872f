namespace Viam.Billing.Tests.Support.Engine;

/// <summary>
/// Keeps an engine for the next test, because creating a runspace and importing the module takes longer than most
/// tests.
/// </summary>
internal static class EngineCache
{
    private static PowerShellEngine? s_idle;

    /// <summary>Returns an engine without variables or functions of other tests.</summary>
    public static PowerShellEngine Take() => Interlocked.Exchange(ref s_idle, null) ?? new PowerShellEngine();

    public static void Return(PowerShellEngine engine)
    {
        var unused = engine.TryReset() ? Interlocked.Exchange(ref s_idle, engine) : engine;
        unused?.Dispose();
    }
}
