using Viam.Billing.Files;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// Keeps the made-up usage of sandboxes and real usage in different stores. Safe for concurrent use by any number of
/// processes.
/// </summary>
internal static class SandboxMark
{
    private const string FileName = "sandbox.txt";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes sure that a store takes usage of a kind. A new store for a sandbox is marked.</summary>
    /// <exception cref="SandboxStoreException">It has usage of the other kind, or isn't empty.</exception>
    /// <exception cref="IOException">The store can't be read or created.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static void Check(string store, bool isSandbox)
    {
        if (IsMarked(store) == isSandbox)
        {
            return;
        }
        // Another writer can have marked the store meanwhile. Since it did so before it saved usage, what was found
        // before the mark is missing is foreign.
        if (!isSandbox || (Folder.Exists(store) && !IsEmpty(store) && !IsMarked(store)))
        {
            throw new SandboxStoreException(store, isSandbox);
        }
        Create(store);
    }

    /// <summary>Creates a store for a sandbox, unless another writer did.</summary>
    public static void Create(string store)
    {
        Folder.CreateForOwner(store, DiskAccess.Default);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        try
        {
            using var mark = new FileStream(Path.Combine(store, FileName), options);
            mark.Write("This usage store has made-up data of a sandbox. Real usage isn't saved to it.\n"u8);
        }
        catch (IOException) when (IsMarked(store))
        {
            // Another writer was first. Its file may not have its text yet; only that it exists counts.
        }
    }

    private static bool IsMarked(string store) => File.Exists(Path.Combine(store, FileName));

    private static bool IsEmpty(string store) => !Directory.EnumerateFileSystemEntries(store).Any();
}
