using System.ComponentModel;
using System.Management.Automation;
using Viam.Billing.Parameters;

namespace Viam.Billing;

/// <summary>
/// Usage as an argument: the output of Get-ViamCurrentMonthUsage. PowerShell also makes one of objects that look like
/// it but lack a part, so that a cmdlet can say what is missing.
/// </summary>
[TypeConverter(typeof(UsageInputConverter))]
public sealed class UsageInput
{
    internal UsageInput(CurrentMonthUsage usage) => Usage = usage;

    internal UsageInput(UsageInputDefect defect) => Defect = defect;

    /// <summary>Null if the object lacks a part.</summary>
    internal CurrentMonthUsage? Usage { get; }

    internal UsageInputDefect Defect { get; }

    public override string ToString() => Usage?.ToString() ?? Defect.ToString();

    /// <summary>Null if a value isn't usage at all.</summary>
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
