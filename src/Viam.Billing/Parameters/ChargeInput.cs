using System.Management.Automation;
using Viam.Billing.Errors;

namespace Viam.Billing.Parameters;

/// <summary>
/// Which objects from the pipeline may be charged. Almost everything that this module emits has an organization ID and
/// an amount, and none of it is an order to charge that amount. Organizations are permitted: their amount is given as a
/// parameter.
/// </summary>
internal static class ChargeInput
{
    private const string ModulePrefix = "Viam.Billing.";
    private static readonly string s_organization = typeof(Organization).FullName!;
    private static readonly string[] s_prefixes = ["Selected.", "Deserialized."];

    /// <summary>Why the present object must not be charged; null if it may be.</summary>
    public static ErrorRecord? Check(PSObject? input) =>
        input is not null && FindModuleType(input) is { } type && type != s_organization
            ? ErrorRecords.InputNotSupported(type, input)
            : null;

    /// <summary>
    /// The type of this module that an object is, was before it was serialized, or was selected from; null if there is
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
