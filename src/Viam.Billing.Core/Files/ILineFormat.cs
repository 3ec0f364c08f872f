namespace Viam.Billing.Files;

/// <summary>What the lines of an <see cref="AppendOnlyFile"/> are.</summary>
internal interface ILineFormat
{
    /// <summary>Takes the next line, without its end. False if no such line can follow the ones before.</summary>
    bool TryTake(ReadOnlySpan<byte> line);

    /// <summary>True if the last line of a file is what a power cut leaves of one that was being written.</summary>
    /// <param name="hasEnd">True if a line feed follows it.</param>
    bool IsTorn(ReadOnlySpan<byte> line, bool hasEnd);
}
