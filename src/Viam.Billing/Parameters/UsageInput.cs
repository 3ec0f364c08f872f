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
            ResourceUsageCost => new(UsageInputDefect.Row),
            PSObject { BaseObject: not PSCustomObject and not PSObject } wrapped => From(wrapped.BaseObject),
            PSObject copy when HasAll(copy, "StartDate", "ResourceType", "Cost") => new(UsageInputDefect.Row),
            PSObject copy when HasAll(copy, "StartDate", "Subtotal") => new(UsageInputDefect.Copy),
            _ => null,
        };

    private static bool HasAll(PSObject item, params string[] properties) =>
        Array.TrueForAll(properties, name => item.Properties[name] is not null);
}
