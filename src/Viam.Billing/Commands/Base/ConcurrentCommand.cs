using System.Management.Automation;
using System.Runtime.ExceptionServices;
using Viam.Billing.Service;

namespace Viam.Billing.Commands;

/// <summary>A cmdlet that makes many calls side by side and emits in the order of its input.</summary>
public abstract class ConcurrentCommand : SessionCommand
{
    private OrderedFanOut? _fanOut;

    private protected ConcurrentCommand()
    {
    }

    /// <summary>How many calls run at the same time. Default: 16.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Starts a call as soon as there is room for it, and emits what has ended meanwhile.</summary>
    /// <param name="target">What the person named; errors carry it.</param>
    /// <param name="work">Runs off the pipeline thread, beside others: it must not touch the cmdlet or its parameters.</param>
    private protected async Task StartAsync(object target, Func<IBillingService, CallContext, Task<IEnumerable<object>>> work)
    {
        _fanOut ??= new OrderedFanOut(ThrottleLimit);
        EmitFinished(_fanOut);
        while (!_fanOut.HasRoom)
        {
            await _fanOut.WaitAsync(StopToken);
            EmitFinished(_fanOut);
        }
        var service = Service;
        var call = Call;
        _fanOut.Start(target, () => work(service, call));
    }

    /// <summary>Starts a call for each organization that is named, or else for the session's own. What is no organization id is refused.</summary>
    private protected async Task StartForOrganizationsAsync(
        string[]? organizationIds, Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> work)
    {
        foreach (var typed in organizationIds ?? [DefaultOrganization()])
        {
            if (OrganizationIds.TryNormalize(typed, out var organizationId))
            {
                await StartAsync(typed, (service, call) => work(service, organizationId, call));
            }
            else
            {
                Fail(Errors.InvalidOrganizationId(typed));
            }
        }
    }

    private protected override async Task EndAsync()
    {
        while (_fanOut is { IsEmpty: false })
        {
            await _fanOut.WaitAsync(StopToken);
            EmitFinished(_fanOut);
        }
    }

    private string DefaultOrganization()
    {
        var organizationId = ActiveSession.OrganizationId;
        // An object that came down the pipeline without an organization must not be taken for the default one.
        var boundToNothing = MyInvocation.BoundParameters.ContainsKey("OrganizationId");
        if (organizationId is null || boundToNothing) ThrowTerminatingError(Errors.OrganizationRequired());
        return organizationId!;
    }

    private void EmitFinished(OrderedFanOut fanOut)
    {
        TellCalls();
        while (fanOut.TryTake(out var outcome))
        {
            switch (outcome.Error)
            {
                case null:
                    foreach (var item in outcome.Items) Emit(item);
                    break;
                case BillingException error:
                    Fail(Errors.From(error, outcome.Target));
                    break;
                default:
                    ExceptionDispatchInfo.Throw(outcome.Error);
                    break;
            }
        }
    }
}
