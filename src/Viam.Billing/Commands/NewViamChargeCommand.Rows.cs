using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Commands;

/// <summary>Reads charges from arguments and rows. An error of a row says which row it is about.</summary>
public sealed partial class NewViamChargeCommand
{
    /// <summary>Creates the charge from the parameters; null, with an error, if it isn't valid.</summary>
    private async Task<ChargeRequest?> ReadAsync()
    {
        if (await ResolveAsync(Organization!) is not { } organizationId)
        {
            return null;
        }
        string? branding = null;
        if (!string.IsNullOrEmpty(BrandingOrganization?.Text))
        {
            branding = await ResolveAsync(BrandingOrganization);
            if (branding is null)
            {
                return null;
            }
        }
        var charge = new ChargeRequest(
            organizationId,
            Subtotal!.Value,
            Tax?.Value ?? 0,
            ChargeText.Normalize(Description),
            branding,
            NoConfirmationEmail
        );
        if (ChargeValidator.Validate(charge) is not { } broken)
        {
            return charge;
        }

        WriteRowError(ErrorRecords.From(broken));
        return null;
    }

    /// <summary>Writes an error about the current input, which is named if it came from the pipeline.</summary>
    private void WriteRowError(ErrorRecord error)
    {
        if (MyInvocation.ExpectingInput)
        {
            var organization = Organization?.Text;
            error = ErrorRecords.OfChargeRow(
                error,
                ChargeReference.Normalize(Reference),
                string.IsNullOrWhiteSpace(organization) ? null : organization,
                _rows
            );
        }
        Pipeline.WriteError(error);
    }

    /// <summary>The error of a row without an organization or an amount; null if it has both.</summary>
    private ErrorRecord? FindMissing() =>
        (Organization, Subtotal) switch
        {
            (null, null) => ErrorRecords.ChargeIncomplete(
                $"{nameof(Organization)} and {nameof(Subtotal)}",
                InputObject
            ),
            (null, _) => ErrorRecords.ChargeIncomplete(nameof(Organization), InputObject),
            (_, null) => ErrorRecords.ChargeIncomplete(nameof(Subtotal), InputObject),
            _ => null,
        };

    private ErrorRecord? FindInvalidAmount(object? target) =>
        Subtotal?.Problem is { } subtotal ? ErrorRecords.AmountNotConverted(nameof(Subtotal), subtotal, target)
        : Tax?.Problem is { } tax ? ErrorRecords.AmountNotConverted(nameof(Tax), tax, target)
        : null;
}
