using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Files;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands.Base;

/// <summary>The destination of a cmdlet's files: a folder, or one file.</summary>
internal sealed class OutputLocation
{
    private readonly string _path;
    private readonly bool _isFolder;
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    private OutputLocation(string path, bool isFolder)
    {
        _path = path;
        _isFolder = isFolder;
    }

    /// <summary>
    /// Resolves a specified path. If it can't be written to, the cmdlet ends before the first request.
    /// </summary>
    /// <param name="isLiteral">False if the path may contain wildcards that match one existing folder or file.</param>
    public static OutputLocation Resolve(PSCmdlet cmdlet, string typed, bool isLiteral)
    {
        var path = InFileSystem(cmdlet, typed);
        if (!isLiteral && FindMatches(cmdlet, typed) is { } found)
        {
            if (found.Count != 1)
            {
                cmdlet.ThrowTerminatingError(ErrorRecords.AmbiguousPath(typed, found.Count));
            }

            path = found[0];
        }
        var isFolder = Directory.Exists(path);
        var folder = isFolder ? path : Path.GetDirectoryName(path);
        var isFile = File.Exists(path) || HasFileExtension(path);
        if (
            !isFolder
            && (
                !isFile
                || typed.EndsWith('/')
                || typed.EndsWith(Path.DirectorySeparatorChar)
                || !Directory.Exists(folder)
            )
        )
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.FolderNotFound(typed, isAnyFile: false));
        }
        return new OutputLocation(path, isFolder);
    }

    /// <summary>
    /// The existing paths that match a pattern; null for a literal path: one without wildcards, with an unclosed
    /// bracket, or of an existing file or folder.
    /// </summary>
    public static IReadOnlyList<string>? FindMatches(PSCmdlet cmdlet, string typed)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(typed) || !WildcardFilter.IsValid(typed))
        {
            return null;
        }
        if (Path.Exists(InFileSystem(cmdlet, typed)))
        {
            return null;
        }
        return cmdlet.GetResolvedProviderPathFromPSPath(typed, out _);
    }

    /// <summary>The full path of a file that will be read or written, in an existing folder.</summary>
    public static string ResolveFile(PSCmdlet cmdlet, string typed)
    {
        var path = InFileSystem(cmdlet, typed);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.FolderNotFound(typed, isAnyFile: true));
        }

        return path;
    }

    /// <summary>
    /// A name without an extension, or such as 2026.11, is treated as a missing or misspelled folder, so that the first
    /// of many PDFs isn't saved to a file of that name.
    /// </summary>
    public static bool HasFileExtension(string path) =>
        Path.GetExtension(path) is ['.', var first, ..] && char.IsAsciiLetter(first);

    public static string InFileSystem(PSCmdlet cmdlet, string typed)
    {
        var path = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(typed, out var provider, out _);
        if (provider.Name != "FileSystem")
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.NotAFilePath(typed));
        }

        return path;
    }

    public string FileFor(string invoiceId, DateTime? invoiceDate) =>
        _isFolder ? Path.Combine(_path, SafeFileName.ForInvoice(invoiceId, invoiceDate)) : _path;

    /// <summary>True if the destination is one file.</summary>
    public bool IsFile => !_isFolder;

    /// <summary>
    /// Returns false if the file is already used in this pipeline, also through a symbolic link, and would be
    /// overwritten.
    /// </summary>
    public bool TryTake(string file) => _taken.Add(Resolve(file));

    /// <summary>
    /// Whether the path has content that would be lost. An empty file, which an interrupted program may leave behind,
    /// has none.
    /// </summary>
    public static bool HasContent(string file)
    {
        var target = Resolve(file);
        return File.Exists(target) && (RegularFile.FindOther(target) is not null || new FileInfo(target).Length > 0);
    }

    /// <summary>The path of the file that is written: for a symbolic link, its target.</summary>
    public static string Resolve(string file)
    {
        try
        {
            return RegularFile.ResolveLink(file);
        }
        catch (IOException)
        {
            // The error of the link is reported when the file is written.
            return file;
        }
    }
}
