namespace Viam.Billing.Files;

/// <summary>A line of a file isn't valid in its format.</summary>
internal sealed class InvalidLineException(string path, int line)
    : Exception($"The file '{path}' is damaged in line {line}.")
{
    public int Line { get; } = line;
}
