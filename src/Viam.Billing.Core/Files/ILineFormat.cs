namespace Viam.Billing.Files;

/// <summary>The format of the lines in an <see cref="AppendOnlyFile"/>.</summary>
internal interface ILineFormat
{
    /// <summary>
    /// Processes the next line, without its line feed. False if the line isn't valid after the previous ones.
    /// </summary>
    bool TryTake(ReadOnlySpan<byte> line);

    /// <summary>
    /// True if the last line of a file is an incomplete line that was being written during a power failure.
    /// </summary>
    /// <param name="hasEnd">True if a line feed follows it.</param>
    bool IsTorn(ReadOnlySpan<byte> line, bool hasEnd);
}
