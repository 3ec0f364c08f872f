namespace Viam.Billing.Usage.Storage;

/// <summary>
/// The folders of a usage store whose names aren't in lowercase, which another program created. There are usually none.
/// </summary>
internal sealed class OtherCaseFolders
{
    /// <summary>
    /// A folder that was changed this recently can change again without another time of change, because file systems
    /// round times.
    /// </summary>
    private static readonly TimeSpan s_timeResolution = TimeSpan.FromSeconds(3);

    private static readonly EnumerationOptions s_all = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    private static OtherCaseFolders? s_last;

    private readonly string _folder;
    private readonly DateTime _replaced;
    private readonly DateTime _changed;
    private readonly Dictionary<string, string[]> _paths;

    private OtherCaseFolders(string folder, DateTime replaced, DateTime changed)
    {
        _folder = folder;
        _replaced = replaced;
        _changed = changed;
        _paths = Directory
            .EnumerateFileSystemEntries(folder, "*", s_all)
            .GroupBy(static path => Path.GetFileName(path).ToLowerInvariant())
            .Where(static paths => paths.Any(path => Path.GetFileName(path) != paths.Key))
            .ToDictionary(static paths => paths.Key, static paths => paths.Order(StringComparer.Ordinal).ToArray());
    }

    /// <summary>
    /// Lists a folder. With many organizations, this takes much longer than reading one of them. Therefore, the list is
    /// used again until the folder changes, or is replaced by another one, whose time of change can be the same.
    /// </summary>
    public static OtherCaseFolders In(string folder)
    {
        // Replacing a folder changes the one that contains it.
        var replaced = Directory.GetLastWriteTimeUtc(Path.GetDirectoryName(folder) ?? folder);
        var changed = Directory.GetLastWriteTimeUtc(folder);
        var last = Volatile.Read(ref s_last);
        if (last?._folder == folder && last._replaced == replaced && last._changed == changed)
        {
            return last;
        }
        var mayChangeUnnoticed = changed + s_timeResolution > DateTime.UtcNow;
        var folders = new OtherCaseFolders(folder, replaced, changed);
        if (!mayChangeUnnoticed)
        {
            Volatile.Write(ref s_last, folders);
        }
        return folders;
    }

    /// <summary>
    /// The paths of all folders that have a name in any case; null if there is at most one, in lowercase.
    /// </summary>
    public IReadOnlyList<string>? Find(string name) => _paths.GetValueOrDefault(name);
}
