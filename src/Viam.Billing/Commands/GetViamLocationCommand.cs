using System.Collections.Concurrent;
using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Gets the locations of organizations.</summary>
[Cmdlet(VerbsCommon.Get, "ViamLocation", HelpUri = OnlineHelp.Folder + "Get-ViamLocation.md")]
[OutputType(typeof(Location))]
public sealed class GetViamLocationCommand : OrganizationCommand
{
    private readonly ConcurrentBag<string?> _read = [];
    private WildcardFilter _names = new(null);

    /// <summary>Returns only locations with these names. Wildcards are supported.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(LocationNameCompleter))]
    public string[]? Name { get; set; }

    private protected override Task BeginAsync()
    {
        _names = new WildcardFilter(Name);
        return Task.CompletedTask;
    }

    private protected override Task ProcessAsync()
    {
        var (names, read) = (_names, _read);
        return ReadEachAsync(
            names,
            async (service, organizationId, call) =>
            {
                var locations = await service.ListLocationsAsync(organizationId, call).ConfigureAwait(false);
                foreach (var location in names.HasNames ? locations : [])
                {
                    read.Add(location.Name);
                }
                return locations.Where(location => names.Matches(location.Name)).ToList();
            }
        );
    }

    private protected override void OnCompleted()
    {
        foreach (var error in _names.GetErrors(name => ErrorRecords.LocationNotFound(name, _read)))
        {
            Pipeline.WriteError(error);
        }
    }
}
