using System.Management.Automation;
using Viam.Billing.Commands;
using Viam.Billing.Errors;

namespace Viam.Billing.Parameters;

/// <summary>
/// Which objects from the pipeline may be charged. Almost everything that this module emits has an organization ID and
/// an amount, and none of it is an order to charge that amount. Organizations are permitted: their amount is given as a
/// parameter.
/// </summary>
/// <param name="arguments">The parameters that were given as arguments, as they are before the first object.</param>
internal sealed class ChargeInput(IReadOnlyDictionary<string, object> arguments)
{
    private const string ModulePrefix = "Viam.Billing.";
    private static readonly string s_organization = typeof(Organization).FullName!;
    private static readonly string[] s_prefixes = ["Selected.", "Deserialized."];
    private readonly HashSet<string> _arguments = [.. arguments.Keys];

    /// <summary>Why the present object must not be charged; null if it may be.</summary>
    public ErrorRecord? Check(PSObject? input, IReadOnlyDictionary<string, object> bound)
    {
        if (input is null)
        {
            return null;
        }
        if (FindModuleType(input) is { } type && type != s_organization)
        {
            return ErrorRecords.InputNotSupported(type, input);
        }
        // If the organization is an argument, each object that nothing was taken from would be one more charge to it.
        var isUnused =
            !_arguments.Contains(nameof(NewViamChargeCommand.InputObject))
            && bound.Keys.All(name => _arguments.Contains(name) || name == nameof(NewViamChargeCommand.InputObject));
        return isUnused ? ErrorRecords.InputNotSupported(input.BaseObject.GetType().FullName!, input) : null;
    }

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
