namespace Viam.Billing.Host;

/// <summary>The exit codes that are not a script's own.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>EX_USAGE, as from <c>pwsh</c>.</summary>
    public const int Usage = 64;

    /// <summary>128 and the number of SIGINT, as from a shell.</summary>
    public const int Interrupted = 130;

    /// <summary>128 and the number of SIGTERM.</summary>
    public const int Terminated = 143;
}
