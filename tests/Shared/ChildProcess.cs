using System.Diagnostics;

namespace Viam.Billing.Tests.Shared;

/// <summary>Processes of .NET that tests start and some of which they kill.</summary>
internal static class ChildProcess
{
    /// <summary>Describes a process of the .NET that runs the tests, with redirected output and errors.</summary>
    /// <param name="arguments">The arguments of <c>dotnet</c>, beginning with a program.</param>
    public static ProcessStartInfo Describe(params string[] arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        DisableDiagnostics(start);
        return start;
    }

    // Debuggers and other tools connect through sockets in the temporary folder, where killed processes leave them.
    public static void DisableDiagnostics(ProcessStartInfo start)
    {
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["POWERSHELL_DIAGNOSTICS_OPTOUT"] = "1";
    }
}
