namespace Viam.Billing.Usage.Storage;

/// <summary>Prevents mixing the made-up usage of sandboxes with real usage in one store.</summary>
internal static class SandboxMark
{
    private const string FileName = "sandbox.txt";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Checks that a store can be used for a kind of usage. Marks a new store of a sandbox.</summary>
    /// <exception cref="SandboxStoreException">The store contains usage of the other kind.</exception>
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
