using System.Management.Automation;
using Viam.Billing.Errors;

namespace Viam.Billing.Commands.Base;

/// <summary>An organization for which the usage store has no snapshot of the month and time of a forecast.</summary>
/// <param name="Name">The name of the organization; null if unknown.</param>
/// <param name="First">The time of the organization's first snapshot; null if it has none.</param>
internal sealed record MissingForecast(string OrganizationId, string? Name, DateTime? First)
{
    public ErrorRecord ToError(DateTime asOf)
    {
        var organization = new Organization { OrganizationId = OrganizationId, Name = Name };
        return ErrorRecords.UsageHistoryNotFound(
            $"snapshot of organization {organization} {Time(asOf)}",
            OrganizationId,
            First is null ? "" : FormattableString.Invariant($" Its first snapshot was read at {First:u}.")
        );
    }

    /// <summary>One error for several organizations.</summary>
    public static ErrorRecord ToError(IReadOnlyList<MissingForecast> missing, DateTime asOf, string folder) =>
        ErrorRecords.UsageHistoryNotFound(
            FormattableString.Invariant($"snapshot of the {missing.Count} organizations {Time(asOf)}"),
            folder,
            missing.Min(static one => one.First) is { } first
                ? FormattableString.Invariant($" Its first snapshot of them was read at {first:u}.")
                : ""
        );

    private static string Time(DateTime asOf) =>
        FormattableString.Invariant($"from the billing month of {asOf:yyyy-MM-dd} that was read by {asOf:u}");
}
