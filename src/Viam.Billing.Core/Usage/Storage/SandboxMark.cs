using Viam.Billing.Files;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// Prevents mixing the made-up usage of sandboxes with real usage in one store. Safe for concurrent use by any number
/// of processes.
/// </summary>
internal static class SandboxMark
{
    private const string FileName = "sandbox.txt";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Checks that a store can be used for a kind of usage. Marks a new store of a sandbox.</summary>
    /// <exception cref="SandboxStoreException">
    /// The store contains usage of the other kind, or is a folder with other files.
    /// </exception>
    /// <exception cref="IOException">The store can't be read or created.</exception>
    /// <exception cref="UnauthorizedAccessException">The store can't be read or created.</exception>
    public static void Check(string store, bool isSandbox)
    {
        if (IsMarked(store) == isSandbox)
        {
            return;
        }
        // Another writer may mark the store at the same time. It does so before it saves usage, so if the mark is still
        // missing after files were found, they are not from a sandbox.
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
