using Viam.Billing.Files;

namespace Viam.Billing.Focus;

/// <summary>A file format of FOCUS rows.</summary>
internal interface IFocusFormat
{
    /// <summary>With the point, such as .csv.</summary>
    string Extension { get; }

    /// <summary>Begins a file. The writer doesn't own it.</summary>
    ValueTask<IFocusWriter> CreateAsync(
        AtomicFileWriter file,
        IReadOnlyList<FocusColumn> columns,
        CancellationToken cancellationToken
    );
}
