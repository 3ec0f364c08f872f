using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Viam.Billing.Tests.Support.Engine;

/// <summary>A runspace of the real PowerShell engine with the built module imported.</summary>
internal sealed class PowerShellEngine : IDisposable
{
    private static readonly HashSet<string> s_initialCommands =
    [
        .. InitialSessionState.CreateDefault2().Commands.Select(command => command.Name),
    ];

    private readonly HashSet<string> _drives;

    /// <param name="host">Null for a host that can't prompt.</param>
    public PowerShellEngine(FakePSHost? host = null)
    {
        Host = host;
        var state = InitialSessionState.CreateDefault2();
        Runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        Runspace.Open();
        Run($"Import-Module '{BuiltModule.Manifest}' -ErrorAction Stop");
        _drives = [.. FileSystemDrives];
    }

    public Runspace Runspace { get; }

    public FakePSHost? Host { get; }

    /// <summary>Called by Dispose. If it returns true, the engine isn't closed.</summary>
    public Predicate<PowerShellEngine>? Disposing { get; set; }

    private IEnumerable<string> FileSystemDrives =>
        Runspace.SessionStateProxy.Drive.GetAllForProvider("FileSystem").Select(drive => drive.Name);

    /// <summary>Runs a script to completion. A terminating error is added to the errors, as at a prompt.</summary>
    /// <param name="variables">Set before the script runs.</param>
    public PowerShellRun Run(string script, params (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            Runspace.SessionStateProxy.SetVariable(name, value);
        }

        using var shell = PowerShell.Create(Runspace);
        shell.AddScript(script);
        var output = new List<PSObject>();
        var errors = new List<ErrorRecord>();
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException exception)
        {
            errors.Add(exception.ErrorRecord);
        }
        errors.InsertRange(0, shell.Streams.Error);
        List<string> verbose = [.. shell.Streams.Verbose.Select(record => record.Message)];
        List<string> warnings = [.. shell.Streams.Warning.Select(record => record.Message)];
        List<string> everything =
        [
            .. output.Select(item => item?.ToString() ?? ""),
            .. errors.Select(error => error.ToString()),
            .. verbose,
            .. warnings,
            .. shell.Streams.Debug.Select(record => record.Message),
            .. shell.Streams.Information.Select(record => record.ToString()),
        ];
        return new PowerShellRun(output, errors, verbose, warnings, everything);
    }

    /// <summary>
    /// Removes the variables, functions, and aliases that scripts created. False if the engine can't be used for
    /// another test, because it is busy, or because scripts changed its modules or drives.
    /// </summary>
    public bool TryReset()
    {
        if (Runspace.RunspaceAvailability != RunspaceAvailability.Available)
        {
            return false;
        }
        Runspace.ResetRunspaceState();
        // Modules of PowerShell itself are imported when they are needed.
        var modules = Run("@((Get-Module).Name) -notlike 'Microsoft.PowerShell.*'").Of<string>();
        if (!modules.SequenceEqual(["Viam.Billing"]) || !_drives.SetEquals(FileSystemDrives))
        {
            return false;
        }
        foreach (var command in FindNewCommands().ToArray())
        {
            var drive = command.CommandType is CommandTypes.Alias ? "Alias" : "Function";
            Runspace.SessionStateProxy.InvokeProvider.Item.Remove($@"{drive}:\{command.Name}", recurse: false);
        }
        return !FindNewCommands().Any();
    }

    private IEnumerable<CommandInfo> FindNewCommands() =>
        Runspace
            .SessionStateProxy.InvokeCommand.GetCommands("*", CommandTypes.Function | CommandTypes.Alias, true)
            .Where(command => command.ModuleName.Length == 0 && !s_initialCommands.Contains(command.Name));

    public void Dispose()
    {
        if (Disposing?.Invoke(this) != true)
        {
            Runspace.Dispose();
        }
    }
}
