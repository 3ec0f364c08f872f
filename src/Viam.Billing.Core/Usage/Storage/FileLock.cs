namespace Viam.Billing.Usage.Storage;

/// <summary>Distinguishes a file that another process has locked from other failures to open one.</summary>
internal static class FileLock
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);

    /// <summary>The error number EWOULDBLOCK of flock.</summary>
    private static int WouldBlock => OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? 35 : 11;

    public static bool IsHeld(IOException exception) =>
        OperatingSystem.IsWindows()
            ? exception.HResult is SharingViolation or LockViolation
            : exception.HResult == WouldBlock;
}
