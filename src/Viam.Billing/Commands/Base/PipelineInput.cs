using System.Collections;
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
            if (await FindProblemAsync(input, names, resolver) is { } problem)
            {
                return problem;
            }
        }
        return null;
    }

    private static async Task<ErrorRecord?> FindProblemAsync(
        PSObject input,
        string[] names,
        OrganizationResolver resolver
    )
    {
        var given = new List<(string Name, OrganizationIdentity[] Identities)>();
        foreach (var name in names)
        {
            var value = Unwrap(input.Properties[name]?.Value);
            if (value is null or DBNull || (value is string text && string.IsNullOrWhiteSpace(text)))
            {
                continue;
            }
            // The binder drops what it can't convert, and looks at no second property.
            if (TryRead(value) is not { } identities)
            {
                return ErrorRecords.InvalidOrganizationId(OrganizationIdentity.ToText(value), $" (property {name})");
            }
            given.Add((name, identities));
        }
        if (given.Count < 2)
        {
            return null;
        }
        var first = await FindMeantAsync(given[0].Identities, resolver);
        foreach (var (_, identities) in given.Skip(1))
        {
            if (!first.SetEquals(await FindMeantAsync(identities, resolver)))
            {
                return ErrorRecords.OrganizationConflict(
                    string.Join(
                        ", ",
                        given.Select(property =>
                            $"{property.Name} = '{string.Join("', '", property.Identities.AsEnumerable())}'"
                        )
                    ),
                    input
                );
            }
        }
        return null;
    }

    /// <summary>The organizations of a property, which may be an array; null if it has anything else.</summary>
    private static OrganizationIdentity[]? TryRead(object value)
    {
        var identities = (value is IList list ? list.Cast<object?>() : [value])
            .Select(static item => OrganizationIdentity.From(Unwrap(item))!)
            .ToArray();
        return
            identities.Length > 0
            && identities.All(static identity =>
                identity is { IsInvalid: false } && !string.IsNullOrWhiteSpace(identity.Text)
            )
            ? identities
            : null;
    }

    private static async Task<HashSet<string>> FindMeantAsync(
        OrganizationIdentity[] identities,
        OrganizationResolver resolver
    )
    {
        var meant = new HashSet<string>();
        foreach (var identity in identities)
        {
            var resolution = await resolver.ResolveForChangeAsync(identity);
            // An organization that can't be found is compared by its text.
            meant.Add(resolution.Error is null ? resolution.Ids[0] : identity.Text);
        }
        return meant;
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
