using Viam.Billing.Services;

namespace Viam.Billing.Completion;

/// <summary>The base class of completers that list the locations of the organization of a command.</summary>
public abstract class LocationCompleterBase : SessionCompleter
{
    private protected LocationCompleterBase() { }

    // Both completers use the same request.
    private protected sealed override string KeyOf(CompletionTarget target) => $"Locations {target.OrganizationId}";

    private protected sealed override async Task FillAsync(CompletionTarget target, CallContext call)
    {
        if (target.OrganizationId is { } organizationId)
        {
            Remember(
                target,
                await target.Session.Service.ListLocationsAsync(organizationId, call).ConfigureAwait(false)
            );
        }
    }
}
