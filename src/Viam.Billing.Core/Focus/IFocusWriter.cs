namespace Viam.Billing.Focus;

/// <summary>Writes rows to a file, keeping a limited number of them in memory.</summary>
internal interface IFocusWriter : IAsyncDisposable
{
    ValueTask WriteAsync(IReadOnlyList<FocusRow> rows, CancellationToken cancellationToken);

    /// <summary>Writes the remaining data. Without this call, the file is incomplete.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
