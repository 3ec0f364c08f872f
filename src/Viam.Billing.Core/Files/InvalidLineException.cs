namespace Viam.Billing.Files;

/// <summary>A file holds a line that its format doesn't allow.</summary>
internal sealed class InvalidLineException(string path, int line)
    : Exception($"The file {path} is damaged in line {line}.")
{
    public int Line { get; } = line;
}
