using System.Collections;
using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Text;

namespace Viam.Billing.Commands.Base;

/// <summary>Checks the pipeline objects of a cmdlet that changes something.</summary>
internal sealed class PipelineInput
{
    public const string InputObject = "InputObject";
    private readonly AsyncCommand _cmdlet;
    private readonly HashSet<string> _arguments;
    private readonly OrganizationProperties[] _organizationProperties;

    /// <summary>
    /// Reads which parameters are specified as arguments. Must be called before the first pipeline object is processed.
    /// </summary>
    public PipelineInput(AsyncCommand cmdlet)
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
                .Select(static parameter => new OrganizationProperties([
                    parameter.Name,
                    .. parameter.Aliases.Where(static alias => !alias.EndsWith("Name", StringComparison.Ordinal)),
                ])),
        ];
    }

    /// <summary>
    /// True if no parameter is bound to the current object. If all required parameters are arguments, each such object
    /// would repeat the same change.
    /// </summary>
    public bool IsUnused =>
        !_arguments.Contains(InputObject)
        && _cmdlet.MyInvocation.BoundParameters.Keys.All(name =>
            _arguments.Contains(name) || name == InputObject || !HasValue(name)
        );

    /// <summary>True if a parameter is specified as an argument.</summary>
    public bool IsArgument(string parameter) => _arguments.Contains(parameter);

    /// <summary>
    /// The error of an object that doesn't specify what the cmdlet requires of arguments; otherwise null.
    /// </summary>
    public ErrorRecord? FindMissing(PSObject? input)
    {
        if (input is null)
        {
            return null;
        }
        string[] missing =
        [
            .. _cmdlet
                .MyInvocation.MyCommand.ParameterSets.Where(static set => set.Name != InputObject)
                .SelectMany(static set => set.Parameters)
                .Where(static parameter => parameter.IsMandatory)
                .Select(static parameter => parameter.Name)
                .Where(name => !HasValue(name)),
        ];
        return missing is [] ? null : ErrorRecords.InputIncomplete(missing, input);
    }

    /// <summary>The reason why an object must not cause a change; null if it may.</summary>
    public async Task<ErrorRecord?> FindProblemAsync(PSObject? input, OrganizationResolver resolver)
    {
        if (input is null)
        {
            return null;
        }
        if (IsUnused)
        {
            return ErrorRecords.InputNotUsed(input.BaseObject.GetType().FullName!, input);
        }
        foreach (var properties in _organizationProperties)
        {
            if (await FindProblemAsync(input, properties, resolver) is { } problem)
            {
                return problem;
            }
        }
        return null;
    }

    private bool HasValue(string parameter) => _cmdlet.GetValue(parameter) is not (null or "" or IList { Count: 0 });

    private static async Task<ErrorRecord?> FindProblemAsync(
        PSObject input,
        OrganizationProperties properties,
        OrganizationResolver resolver
    )
    {
        var given = new List<(string Name, OrganizationIdentity[] Identities)>();
        foreach (var name in properties.Identities)
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
        // A name in an object of this module is the service's, and may be older than the organization's present name.
        (string Name, string Text)[] named =
            given.Count == 0 || input.BaseObject is BillingObject ? [] : [.. properties.FindNames(input)];
        if (given.Count + named.Length < 2)
        {
            return null;
        }
        var first = await FindMeantAsync(given[0].Identities, resolver);
        var isConflict = false;
        foreach (var (_, identities) in given.Skip(1))
        {
            isConflict |= !first.SetEquals(await FindMeantAsync(identities, resolver));
        }
        try
        {
            foreach (var (_, name) in named)
            {
                isConflict |= !await HasNameAsync(first, name, resolver);
            }
        }
        catch (BillingException exception)
        {
            return ErrorRecords.From(exception, given[0].Identities[0].Text);
        }
        return isConflict ? ErrorRecords.OrganizationConflict(Describe(given, named), input) : null;
    }

    /// <summary>False if organizations have another name. One that isn't listed can't be compared.</summary>
    private static async Task<bool> HasNameAsync(
        HashSet<string> organizationIds,
        string name,
        OrganizationResolver resolver
    ) =>
        await resolver.FindNamedAsync(name) is not { } ids
        || organizationIds.IsSubsetOf(ids)
        || (ids.Count == 0 && !organizationIds.Any(resolver.IsListed));

    private static string Describe(
        IEnumerable<(string Name, OrganizationIdentity[] Identities)> given,
        IEnumerable<(string Name, string Text)> named
    ) =>
        string.Join(
            ", ",
            given
                .Select(static property =>
                    (property.Name, Text: string.Join("', '", property.Identities.AsEnumerable()))
                )
                .Concat(named)
                .Select(static property => $"{property.Name} = '{ForeignText.Excerpt(property.Text)}'")
        );

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

    /// <summary>The properties that specify the organization of one parameter.</summary>
    /// <param name="Identities">The names of properties that are bound to the parameter and aren't only names.</param>
    private sealed record OrganizationProperties(string[] Identities)
    {
        /// <summary>
        /// The properties that contain the name of the organization. PowerShell binds them if the properties in
        /// <see cref="Identities"/> don't exist.
        /// </summary>
        public IEnumerable<(string Name, string Text)> FindNames(PSObject input)
        {
            foreach (var name in Identities.Where(static name => !name.EndsWith("Id", StringComparison.Ordinal)))
            {
                if (Unwrap(input.Properties[$"{name}Name"]?.Value) is string text && !string.IsNullOrWhiteSpace(text))
                {
                    yield return ($"{name}Name", text);
                }
            }
        }
    }
}
