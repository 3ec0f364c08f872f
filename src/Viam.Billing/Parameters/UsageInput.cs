using System.ComponentModel;
using System.Management.Automation;
using Viam.Billing.Parameters;

namespace Viam.Billing;

/// <summary>
/// Usage as a cmdlet parameter: the output of Get-ViamCurrentMonthUsage. Incomplete objects are also converted, so that
/// the cmdlet can report what is missing.
/// </summary>
[TypeConverter(typeof(UsageInputConverter))]
public sealed class UsageInput
{
    /// <summary>The properties that only objects about the usage of an organization have.</summary>
    private static readonly string[] s_properties =
    [
        "TotalWithoutDiscount",
        "TotalWithDiscount",
        "OtherCharges",
        "Subtotal",
        "AmountDue",
    ];

    internal UsageInput(CurrentMonthUsage usage) => Usage = usage;

    internal UsageInput(UsageInputDefect defect) => Defect = defect;

    /// <summary>The usage; null if the object is incomplete.</summary>
    internal CurrentMonthUsage? Usage { get; }

    internal UsageInputDefect Defect { get; }

    public override string ToString() => Usage?.ToString() ?? Defect.ToString();

    /// <summary>Converts a value; null if it isn't usage.</summary>
    internal static UsageInput? From(object? value) =>
        value switch
        {
            UsageInput input => input,
            CurrentMonthUsage usage => new(usage),
            ResourceUsageCost or UsageHistoryMonth or UsageHistoryDay or UsageHistorySnapshot => new(
                UsageInputDefect.Row
            ),
            PSObject { BaseObject: not PSCustomObject and not PSObject } wrapped => From(wrapped.BaseObject),
            PSObject copy when IsRow(copy) => new(UsageInputDefect.Row),
            PSObject copy when IsCopyOf<CurrentMonthUsage>(copy) || Has(copy, s_properties) => new(
                UsageInputDefect.Copy
            ),
            _ => null,
        };

    private static bool IsRow(PSObject item) =>
        IsCopyOf<ResourceUsageCost>(item) || Has(item, "NetCost") || (Has(item, "ResourceType") && Has(item, "Cost"));

    /// <summary>
    /// True for a copy or a part, such as from a job or Select-Object. Its organization alone would be another request.
    /// </summary>
    private static bool IsCopyOf<T>(PSObject item) =>
        item.TypeNames.Any(static name => name.EndsWith($".{typeof(T).FullName}", StringComparison.Ordinal));

    private static bool Has(PSObject item, params ReadOnlySpan<string> properties)
    {
        foreach (var name in properties)
        {
            if (item.Properties[name] is not null)
            {
                return true;
            }
        }
        return false;
    }
}
