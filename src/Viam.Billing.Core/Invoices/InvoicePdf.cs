using Viam.Billing.Files;
using Viam.Billing.Services;

namespace Viam.Billing.Invoices;

/// <summary>Downloads the PDF of one invoice to a file.</summary>
/// <param name="Target">The full path of the file.</param>
/// <param name="Overwrite">Whether an existing file may be replaced.</param>
internal sealed record InvoicePdf(string InvoiceId, string OrganizationId, string Target, bool Overwrite)
{
    private static ReadOnlySpan<byte> Signature => "%PDF"u8;

    /// <summary>Downloads and saves the PDF. After a failure, the folder is unchanged.</summary>
    /// <param name="received">Called with the number of bytes of each part that arrives.</param>
    /// <returns>True if the file has the signature of a PDF.</returns>
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
