namespace Viam.Billing.Benchmarks;

/// <summary>
/// Runs commands for many organizations in a shell of their own, so that their memory is measured alone.
/// </summary>
/// <param name="address">The server.</param>
/// <param name="warmUp">A small store. The commands run on it first, so that compilation isn't measured.</param>
internal sealed class FleetShell(Uri address, FleetStore warmUp)
{
    /// <param name="work">Commands that use $ids, $store, and $usage.</param>
    /// <param name="needsUsage">Reads $usage before the measurement.</param>
    public FleetResult Run(FleetStore store, string work, bool needsUsage = false)
    {
        var script = $$"""
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            Import-Module '{{Built.Module}}'
            {{Client.ConnectTo(address)}}
            function Measure-Work($store) {
                $ids = [System.IO.File]::ReadAllLines("$store/organizations.txt")
                $usage = {{(needsUsage ? "$ids | Get-ViamCurrentMonthUsage -ThrottleLimit 32" : "$null")}}
                [GC]::Collect()
                $process = [System.Diagnostics.Process]::GetCurrentProcess()
                $before = $process.TotalProcessorTime
                $watch = [System.Diagnostics.Stopwatch]::StartNew()
                {{work}}
                $time = $watch.Elapsed
                $process.Refresh()
                $time.TotalMilliseconds
                ($process.TotalProcessorTime - $before).TotalMilliseconds
                $process.PeakWorkingSet64
            }
            $null = Measure-Work '{{warmUp.Folder}}'
            $values = Measure-Work '{{store.Folder}}'
            [string]::Format([cultureinfo]::InvariantCulture, '{0} {1} {2}', $values)
            """;
        return FleetResult.OfProcess(
            StartUp.Dotnet,
            [Built.PowerShell, "-NoProfile", "-NonInteractive", "-Command", script]
        );
    }
}
