using System.Management.Automation;
using Viam.Billing.Errors;

namespace Viam.Billing.Parameters;

/// <summary>
/// Decides which pipeline objects may cause a charge. Most objects of this module have an organization ID and an
/// amount, but they aren't orders to charge that amount. Organizations are permitted, because their amount is specified
/// as a parameter.
/// </summary>
internal static class ChargeInput
{
    private const string ModulePrefix = "Viam.Billing.";
    private static readonly string s_organization = typeof(Organization).FullName!;
    private static readonly string[] s_prefixes = ["Selected.", "Deserialized."];

    /// <summary>The reason why the current object must not cause a charge; null if it may.</summary>
    public static ErrorRecord? Check(PSObject? input) =>
        input is not null && FindModuleType(input) is { } type && type != s_organization
            ? ErrorRecords.InputNotSupported(type, input)
            : null;

    /// <summary>
    /// The type of this module that an object has, had before it was serialized, or was selected from; null if there is
    /// none.
    /// </summary>
    private static string? FindModuleType(PSObject input) =>
        input
            .TypeNames.Select(WithoutPrefixes)
            .FirstOrDefault(static name => name.StartsWith(ModulePrefix, StringComparison.OrdinalIgnoreCase));

    private static string WithoutPrefixes(string name)
    {
        while (
            s_prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                is { } prefix
        )
        {
            name = name[prefix.Length..];
        }
        return name;
    }
}
