using System.Management.Automation;
using Viam.Billing.Errors;

namespace Viam.Billing.Commands.Base;

/// <summary>Checks the pipeline objects of a cmdlet that changes something.</summary>
internal sealed class PipelineInput
{
    private const string InputObject = "InputObject";
    private readonly PSCmdlet _cmdlet;
    private readonly HashSet<string> _arguments;
    private readonly string[][] _organizationProperties;

    /// <summary>
    /// Reads which parameters are specified as arguments. Must be called before the first pipeline object is processed.
    /// </summary>
    public PipelineInput(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _arguments = [.. cmdlet.MyInvocation.BoundParameters.Keys];
        _organizationProperties =
        [
            .. cmdlet
                .MyInvocation.MyCommand.Parameters.Values.Where(parameter =>
                    (parameter.ParameterType.GetElementType() ?? parameter.ParameterType)
                        == typeof(OrganizationIdentity)
                    && !_arguments.Contains(parameter.Name)
                )
                .Select(parameter => (string[])[parameter.Name, .. parameter.Aliases]),
        ];
    }

    /// <summary>
    /// True if no parameter is bound to the current object. If all required parameters are arguments, each such object
    /// would repeat the same change.
    /// </summary>
    public bool IsUnused =>
        !_arguments.Contains(InputObject)
        && _cmdlet.MyInvocation.BoundParameters.Keys.All(name => _arguments.Contains(name) || name == InputObject);

    /// <summary>The reason why an object must not cause a change; null if it may.</summary>
    public async Task<ErrorRecord?> FindProblemAsync(PSObject? input, OrganizationResolver resolver)
    {
        if (input is null)
        {
            return null;
        }
        if (IsUnused)
        {
            return ErrorRecords.InputNotSupported(input.BaseObject.GetType().FullName!, input);
        }
        foreach (var names in _organizationProperties)
        {
            if (await FindConflictAsync(input, names, resolver) is { } conflict)
            {
                return conflict;
            }
        }
        return null;
    }

    private static async Task<ErrorRecord?> FindConflictAsync(
        PSObject input,
        string[] names,
        OrganizationResolver resolver
    )
    {
        (string Name, OrganizationIdentity Identity)[] given =
        [
            .. names
                .Select(name => (name, OrganizationIdentity.From(Unwrap(input.Properties[name]?.Value))!))
                .Where(property => !string.IsNullOrWhiteSpace(property.Item2?.Text)),
        ];
        if (given.Length < 2)
        {
            return null;
        }
        var meant = new HashSet<string>();
        foreach (var (_, identity) in given)
        {
            var resolution = await resolver.ResolveForChangeAsync(identity);
            // An organization that can't be found is compared by its text.
            meant.Add(resolution.Error is null ? resolution.Ids[0] : identity.Text);
        }
        return meant.Count == 1
            ? null
            : ErrorRecords.OrganizationConflict(
                string.Join(", ", given.Select(property => $"{property.Name} = '{property.Identity.Text}'")),
                input
            );
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
