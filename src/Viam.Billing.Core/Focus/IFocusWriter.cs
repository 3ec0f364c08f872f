namespace Viam.Billing.Focus;

/// <summary>Writes rows to a file, and keeps only a bounded number of them in memory.</summary>
internal interface IFocusWriter : IAsyncDisposable
{
    ValueTask WriteAsync(IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken);

    /// <summary>Writes what is left. Without it the file is not whole.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
