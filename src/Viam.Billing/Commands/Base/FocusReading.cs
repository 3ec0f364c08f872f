using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Focus;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Commands.Base;

/// <summary>An organization in the usage store, or an error in its place.</summary>
/// <param name="Months">The months, with their rows if they are included.</param>
internal sealed record FocusReading(
    FocusAccount Account,
    IReadOnlyList<(UsageMonth Month, FocusMonth? Rows)> Months,
    ErrorRecord? Error
)
{
    public static FocusReading Failed(ErrorRecord error) => new(new FocusAccount("", null), [], error);

    /// <summary>Reads the months of an organization. For concurrent work.</summary>
    /// <param name="includesOpen">True if months are included whose usage wasn't read at their end.</param>
    public static FocusReading Read(
        string folder,
        FocusAccount account,
        FocusOptions options,
        bool includesOpen,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var history = new UsageStore(folder).Read(account.OrganizationId, cancellationToken: cancellationToken);
            return new FocusReading(
                account,
                [
                    .. history.Months.Select(month =>
                        (
                            month,
                            includesOpen || FocusRows.IsFinal(month) ? FocusRows.From(month, account, options) : null
                        )
                    ),
                ],
                null
            );
        }
        catch (Exception exception) when (ErrorRecords.TryFromStore(exception, account.OrganizationId) is { } error)
        {
            return Failed(error);
        }
    }
}
