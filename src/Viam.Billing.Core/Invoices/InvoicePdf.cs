using Viam.Billing.Files;
using Viam.Billing.Services;

namespace Viam.Billing.Invoices;

/// <summary>Fetches one invoice's PDF into a file.</summary>
/// <param name="Target">The file's full path.</param>
/// <param name="Overwrite">Whether a file that is there may be replaced.</param>
internal sealed record InvoicePdf(string InvoiceId, string OrganizationId, string Target, bool Overwrite)
{
    private static ReadOnlySpan<byte> Signature => "%PDF"u8;

    /// <summary>Fetches and saves. On any failure the folder is as it was before.</summary>
    /// <param name="received">Told how many bytes have come, as they come.</param>
    /// <returns>True if the file begins as a PDF does.</returns>
    public async Task<bool> SaveAsync(IBillingService service, CallContext call, Action<int> received)
    {
        try
        {
            await using var file = new AtomicFileWriter(Target);
            var head = new List<byte>(Signature.Length);
            await service
                .ReadInvoicePdfAsync(
                    InvoiceId,
                    OrganizationId,
                    (part, cancellationToken) =>
                    {
                        for (var i = 0; i < part.Length && head.Count < Signature.Length; i++)
                        {
                            head.Add(part.Span[i]);
                        }

                        received(part.Length);
                        return file.WriteAsync(part, cancellationToken);
                    },
                    call
                )
                .ConfigureAwait(false);
            if (file.Length == 0)
            {
                throw new EmptyPdfException(InvoiceId);
            }

            await file.CommitAsync(Overwrite).ConfigureAwait(false);
            return Signature.SequenceEqual(head.ToArray());
        }
        catch (IOException exception)
        {
            throw new FileNotSavedException(Target, exception);
        }
    }
}
