namespace Viam.Billing.Host;

/// <summary>The command line, read. The options are those of <c>pwsh</c> that this program has a use for.</summary>
/// <param name="Mode">What to run.</param>
/// <param name="Text">The command, or the full path of the script.</param>
/// <param name="Arguments">What the script is given.</param>
internal sealed record HostOptions(HostMode Mode, string Text = "", IReadOnlyList<string>? Arguments = null)
{
    public const string Usage = """
        Runs the Viam.Billing module on a machine that has .NET and no PowerShell.

        Usage: dotnet run --project src/Viam.Billing.Host [-- <option>]

          (no option)                     a short tour of the module, in its sandbox
          -Command, -c <text>             runs the text
          -File, -f <script.ps1> [args]   runs the script
          -Interactive, -i                a prompt; 'exit' leaves it
          -Help, -h                       this text

        The module is imported already. The exit code is 0 or 1, as from pwsh, or the one given to 'exit';
        64 means that the command line was not understood, 130 that Ctrl+C ended the run.
        """;

    /// <exception cref="UsageException">The command line makes no sense.</exception>
    public static HostOptions Parse(string[] args)
    {
        if (args.Length == 0)
            return new HostOptions(HostMode.Tour);

        string[] rest = args[1..];
        return OptionName(args[0]) switch
        {
            "command" or "c" => Command(rest),
            "file" or "f" => File(rest),
            "interactive" or "i" => Alone(HostMode.Interactive, rest),
            "help" or "h" or "?" => Alone(HostMode.Help, rest),
            _ => throw new UsageException($"There is no option '{args[0]}'."),
        };
    }

    private static string? OptionName(string argument)
    {
        if (!argument.StartsWith('-'))
            return null;

        int dashes = argument.StartsWith("--", StringComparison.Ordinal) ? 2 : 1;
        return argument[dashes..].ToLowerInvariant();
    }

    private static HostOptions Command(string[] rest) =>
        rest.Length > 0
            ? new HostOptions(HostMode.Command, string.Join(' ', rest))
            : throw new UsageException("-Command needs the text to run.");

    private static HostOptions File(string[] rest)
    {
        if (rest.Length == 0)
            throw new UsageException("-File needs the path of a script.");

        // Anything else the engine would hand to the operating system to open.
        if (!rest[0].EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"'{rest[0]}' is not a script: its name does not end in '.ps1'.");

        string path = Path.GetFullPath(rest[0]);
        return System.IO.File.Exists(path)
            ? new HostOptions(HostMode.File, path, rest[1..])
            : throw new UsageException($"There is no script '{path}'.");
    }

    private static HostOptions Alone(HostMode mode, string[] rest) =>
        rest.Length == 0
            ? new HostOptions(mode)
            : throw new UsageException($"'{rest[0]}' was not expected here.");
}
