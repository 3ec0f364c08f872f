using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Files;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands.Base;

/// <summary>Where a cmdlet's files go: a folder, or one file.</summary>
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

    /// <summary>Finds out what a person's path means. What cannot be written to ends the cmdlet before anything is asked of the service.</summary>
    /// <param name="isLiteral">False if wildcards may stand for one folder or file that is there.</param>
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
            cmdlet.ThrowTerminatingError(ErrorRecords.FolderNotFound(typed));
        }
        return new OutputLocation(path, isFolder);
    }

    /// <summary>The existing paths that a pattern matches; null for a path without wildcards, or with an unclosed bracket, which is meant literally.</summary>
    public static IReadOnlyList<string>? FindMatches(PSCmdlet cmdlet, string typed)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(typed) || !WildcardFilter.IsValid(typed))
        {
            return null;
        }
        InFileSystem(cmdlet, typed);
        return cmdlet.GetResolvedProviderPathFromPSPath(typed, out _);
    }

    /// <summary>The full path of a file that is to be read or written, in a folder that is there.</summary>
    public static string ResolveFile(PSCmdlet cmdlet, string typed)
    {
        var path = InFileSystem(cmdlet, typed);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.FolderNotFound(typed));
        }

        return path;
    }

    /// <summary>
    /// A name without an extension, or one such as 2026.11, is that of a folder that doesn't exist yet or is misspelled.
    /// The first of many PDFs must not become a file of that name.
    /// </summary>
    private static bool HasFileExtension(string path) =>
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

    /// <summary>True if everything goes into one file.</summary>
    public bool IsFile => !_isFolder;

    /// <summary>False if the file was taken before, also by way of a symbolic link: one of two would be lost.</summary>
    public bool TryTake(string file) => _taken.Add(Resolve(file));

    /// <summary>Whether there is something at a path that would be lost. An empty file, as an interrupted program leaves it, is nothing.</summary>
    public static bool HasContent(string file)
    {
        var target = Resolve(file);
        return File.Exists(target) && (RegularFile.FindOther(target) is not null || new FileInfo(target).Length > 0);
    }

    /// <summary>The file that is written: for a symbolic link the one that it leads to.</summary>
    public static string Resolve(string file)
    {
        try
        {
            return RegularFile.ResolveLink(file);
        }
        catch (IOException)
        {
            // Writing to it reports what is wrong with the links.
            return file;
        }
    }
}
