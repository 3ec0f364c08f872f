namespace Viam.Billing.Files;

/// <summary>A file couldn't be written. No incomplete file remains.</summary>
/// <param name="path">The full path of the file.</param>
internal sealed class FileNotSavedException(string path, IOException cause) : Exception(cause.Message, cause)
{
    public string Path { get; } = path;

    public IOException Cause { get; } = cause;
}
