namespace Viam.Billing.Usage.Storage;

/// <summary>Keeps the made-up usage of sandboxes and real usage in different stores.</summary>
internal static class SandboxMark
{
    private const string FileName = "sandbox.txt";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes sure that a store takes usage of a kind. A new store for a sandbox is marked.</summary>
    /// <exception cref="SandboxStoreException">It has usage of the other kind.</exception>
    public static void Check(string store, bool isSandbox)
    {
        var mark = Path.Combine(store, FileName);
        if (File.Exists(mark) == isSandbox)
        {
            return;
        }
        if (!isSandbox || Directory.Exists(Path.Combine(store, "usage")))
        {
            throw new SandboxStoreException(store, isSandbox);
        }
        Create(store);
    }

    /// <summary>Creates a store for a sandbox.</summary>
    public static void Create(string store)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(store);
        }
        else
        {
            Directory.CreateDirectory(store, OwnerOnly);
        }
        File.WriteAllText(
            Path.Combine(store, FileName),
            "This usage store has made-up data of a sandbox. Real usage isn't saved to it.\n"
        );
    }
}
