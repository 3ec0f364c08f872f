using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// The base class of cmdlets that change something. Organizations must be specified exactly; there is no default.
/// </summary>
public abstract class ChangeCommand : ConcurrentCommand
{
    private protected const string ByArgument = "Argument";

    /// <summary>
    /// Requires nothing, so that a row without a value is reported by this cmdlet, which knows the reason.
    /// </summary>
    private protected const string ByRow = PipelineInput.InputObject;

    private readonly HashSet<string> _changed = new(StringComparer.OrdinalIgnoreCase);
    private PipelineInput? _input;
    private bool _isStoppedByPowerShell;

    private protected ChangeCommand() { }

    /// <summary>The object from the pipeline, whose properties must not contradict each other.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ByRow)]
    public PSObject? InputObject { get; set; }

    // Without -PassThru, there is no output.
    private protected override bool EmitsNames =>
        MyInvocation.BoundParameters.TryGetValue("PassThru", out var passThru) && (SwitchParameter)passThru;

    // With a preference of Stop, PowerShell itself ends a pipeline at an object that it can't bind, or at the text that
    // it writes about a change, and takes no more results then. The changes that were made must be emitted by that
    // time.
    private protected override bool IsOneAtATime => base.IsOneAtATime || _isStoppedByPowerShell;

    private protected override Task BeginAsync()
    {
        _isStoppedByPowerShell =
            MayEndAt("ErrorAction", "ErrorActionPreference") || MayEndAt("Verbose", "VerbosePreference");
        _input = new PipelineInput(this);
        return Task.CompletedTask;
    }

    /// <summary>False, with an error, if the object from the pipeline must not cause a change.</summary>
    private protected async Task<bool> IsInputUsableAsync()
    {
        if (
            (_input!.FindMissing(InputObject) ?? await _input.FindProblemAsync(InputObject, Resolver))
            is not { } problem
        )
        {
            return true;
        }
        await WriteErrorAsync(problem);
        return false;
    }

    /// <summary>True if a parameter is an argument, so that it is the same for all pipeline objects.</summary>
    private protected bool IsArgument(string parameter) => _input!.IsArgument(parameter);

    /// <summary>
    /// Starts a change after all earlier ones if one of them changes the same object, so that the last one remains.
    /// </summary>
    /// <param name="keys">Each of them identifies the object that is changed.</param>
    private protected Task StartInOrderAsync(
        IEnumerable<string> keys,
        object target,
        Func<IBillingService, CallContext, Task<IEnumerable<object>>> change,
        string organizationId
    )
    {
        if (keys.Distinct(_changed.Comparer).Count(key => !_changed.Add(key)) > 0)
        {
            EmitAll();
        }
        return StartAsync(target, change, organizationId);
    }

    /// <summary>Returns the ID of the specified organization; null, with an error, if it can't be resolved.</summary>
    private protected async Task<string?> ResolveForChangeAsync(OrganizationIdentity identity)
    {
        var resolution = await Resolver.ResolveForChangeAsync(identity);
        WriteCallReports();
        if (resolution.Error is { } error)
        {
            await WriteErrorAsync(error);
            return null;
        }
        return resolution.Ids[0];
    }

    /// <summary>
    /// Reads what a change would replace, if a person will see it in a prompt or with -WhatIf. False, with an error, if
    /// the service's answer means that the change would fail.
    /// </summary>
    /// <param name="target">The target of the error.</param>
    private protected async Task<(bool IsPossible, T? Current)> TryReadCurrentAsync<T>(
        Func<IBillingService, CallContext, Task<T>> read,
        object target
    )
        where T : class
    {
        if (!WillPrompt && !IsWhatIf)
        {
            return (true, null);
        }
        try
        {
            return (true, await read(Service, Call));
        }
        catch (BillingException exception)
            when (exception.Error is BillingError.NotSupported
                || (exception.Error is BillingError.PermissionDenied && !IsWhatIf)
            )
        {
            // The service decides whether the change is permitted.
            return (true, null);
        }
        catch (BillingException exception)
        {
            await WriteErrorAsync(ErrorRecords.From(exception, target));
            return (false, null);
        }
        catch (ErrorRecordException exception)
        {
            await WriteErrorAsync(exception.Record);
            return (false, null);
        }
        finally
        {
            WriteCallReports();
        }
    }

    /// <summary>
    /// Returns the name and ID of an organization, for prompts; null, with an error, if it doesn't exist. It is
    /// requested only if the text will be shown and the list of organizations doesn't contain it.
    /// </summary>
    /// <param name="target">The target of the error.</param>
    private protected async Task<string?> DescribeExistingAsync(string organizationId, object target)
    {
        var description = await DescribeAsync(organizationId);
        if ((!WillPrompt && !IsWhatIf) || ActiveSession.Organizations.WasRead(organizationId))
        {
            return description;
        }
        try
        {
            var organization = await Service.GetOrganizationAsync(organizationId, Call);
            ActiveSession.Organizations.Add(organization);
            return organization.ToString();
        }
        catch (BillingException exception)
            when (exception.Error is BillingError.PermissionDenied or BillingError.NotSupported)
        {
            // A credential may be permitted to change something of an organization but not to read it.
            return description;
        }
        catch (BillingException exception)
        {
            await WriteErrorAsync(ErrorRecords.From(exception, target));
            return null;
        }
        finally
        {
            WriteCallReports();
        }
    }
}
