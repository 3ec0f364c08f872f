using Viam.Billing.Files;

namespace Viam.Billing.Focus;

/// <summary>A file format of FOCUS rows.</summary>
internal interface IFocusFormat
{
    /// <summary>The file extension with the point, such as .csv.</summary>
    string Extension { get; }

    /// <summary>Starts a file. The writer doesn't dispose it.</summary>
    ValueTask<IFocusWriter> CreateAsync(
        AtomicFileWriter file,
        IReadOnlyList<FocusColumn> columns,
        CancellationToken cancellationToken
    );
}
