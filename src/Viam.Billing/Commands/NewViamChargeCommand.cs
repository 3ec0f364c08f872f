using System.Collections.Immutable;
using System.Management.Automation;
using Viam.Billing.Completion;
using Viam.Billing.Charging;
using Viam.Billing.Service;

namespace Viam.Billing.Commands;

/// <summary>Charges an organization on the spot.</summary>
[Cmdlet(VerbsCommon.New, "ViamCharge", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Charge))]
public sealed class NewViamChargeCommand : SessionCommand
{
    private bool _hasWarned;
    private LedgeredCharges? _ledgered;

    /// <summary>The organization to charge. There is no default for it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("OrgId", "Id")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [GuidTransformation]
    public string OrganizationId { get; set; } = "";

    /// <summary>US dollars before tax, above zero, with at most two decimals.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AmountTransformation]
    public decimal Subtotal { get; set; }

    /// <summary>US dollars of tax, with at most two decimals. Default: 0.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [AmountTransformation]
    public decimal Tax { get; set; }

    /// <summary>What the invoice says the charge is for, in at most 1,000 characters.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>The organization whose logo the invoice carries.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    public string? BrandingOrganizationId { get; set; }

    /// <summary>Lets the service send no email about the charge.</summary>
    [Parameter]
    public SwitchParameter NoConfirmationEmail { get; set; }

    /// <summary>How long to look for the invoice of a charge whose answer was lost, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int ReconcileTimeoutSec { get; set; } = 60;

    /// <summary>A file that remembers charges, so that the same batch can be run again after a crash and charges nothing twice.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LedgerPath { get; set; }

    /// <summary>What the charge is called in the ledger: the same each time that the batch is run.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Reference { get; set; }

    /// <summary>How many organizations are charged at the same time, with a ledger. Default: 8.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 8;

    private bool ChangesNothing => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var whatIf)
        ? (SwitchParameter)whatIf
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private protected override Task BeginAsync()
    {
        if (LedgerPath is null) return Task.CompletedTask;
        var path = OutputLocation.ResolveFile(this, LedgerPath);
        _ledgered = LedgerFile.Open(this, path, file => LedgeredCharges.Open(file, ChangesNothing));
        if (_ledgered.WasRepaired) Warn($"The last line of {path} was torn, as a power cut leaves it, and was taken off.");
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync()
    {
        if (Read() is not { } charge) return;
        if (_ledgered is null)
        {
            if (await ConfirmAsync(charge)) await ChargeNowAsync(charge);
        }
        else if (_ledgered.Check(Reference, charge) is { } objection)
        {
            Fail(objection);
        }
        else if (_ledgered.IsDone(Reference!) || await ConfirmAsync(charge))
        {
            _ledgered.Add(Reference!, charge);
        }
    }

    private protected override async Task EndAsync()
    {
        if (_ledgered is null || _ledgered.Rows.Count == 0) return;
        var running = _ledgered.RunAsync(
            Service, TimeSpan.FromSeconds(ReconcileTimeoutSec), TimeSpan.FromSeconds(ActiveSession.TimeoutSec), ThrottleLimit, Call);
        try
        {
            foreach (var row in _ledgered.Rows) Tell(await row.Result);
        }
        finally
        {
            // A charge that has left gets to be written down, even if the person has stopped the rest.
            Cancel();
            await running;
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _ledgered?.Dispose();
    }

    private void Tell(object result)
    {
        TellCalls();
        if (result is ErrorRecord error) Fail(error);
        else Emit(result);
    }

    private async Task ChargeNowAsync(ChargeRequest charge)
    {
        var charger = new Charger(Service, TimeSpan.FromSeconds(ReconcileTimeoutSec), Call);
        try
        {
            var known = await charger.ReadKnownAsync(charge.OrganizationId);
            var search = new InvoiceSearch(Service, charge, known, ImmutableHashSet<string>.Empty);
            Tell(charge, await charger.ChargeAsync(charge, search));
        }
        catch (BillingException error)
        {
            Fail(Errors.NotCharged(error, OrganizationId));
        }
    }

    /// <summary>The charge as it was given; null if it breaks a rule, which is an error of its own.</summary>
    private ChargeRequest? Read()
    {
        if (!OrganizationIds.TryNormalize(OrganizationId, out var organizationId))
        {
            Fail(Errors.InvalidOrganizationId(OrganizationId));
            return null;
        }
        string? branding = null;
        if (!string.IsNullOrEmpty(BrandingOrganizationId) && !OrganizationIds.TryNormalize(BrandingOrganizationId, out branding))
        {
            Fail(Errors.InvalidOrganizationId(BrandingOrganizationId));
            return null;
        }
        var description = string.IsNullOrWhiteSpace(Description) ? null : Description;
        var charge = new ChargeRequest(organizationId, Subtotal, Tax, description, branding, NoConfirmationEmail);
        if (ChargeRules.Check(charge) is not { } broken) return charge;
        Fail(broken);
        return null;
    }

    private async Task<bool> ConfirmAsync(ChargeRequest charge)
    {
        if (ActiveSession.IsSandbox && !_hasWarned)
        {
            Warn("This is a sandbox session: nobody is charged.");
            _hasWarned = true;
        }
        // The name is for a person to read. Where nobody is asked, nothing is asked of the service for it.
        var isAsked = !MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm) || (SwitchParameter)confirm || ChangesNothing;
        var name = isAsked ? await NameAsync(charge.OrganizationId) : charge.OrganizationId;
        return GoesAhead($"organization {name}", FormattableString.Invariant($"Charge {charge.Total:0.00} USD"));
    }

    private async Task<string> NameAsync(string organizationId)
    {
        try
        {
            return (await Service.GetOrganizationAsync(organizationId, Call)).ToString();
        }
        catch (BillingException error) when (error.Error is BillingError.PermissionDenied or BillingError.NotSupported)
        {
            // Who may be charged and whose name may be read are two things.
            return organizationId;
        }
    }

    private void Tell(ChargeRequest charge, ChargeOutcome outcome)
    {
        TellCalls();
        switch (outcome)
        {
            case ChargeOutcome.Charged done:
                Emit(new Charge
                {
                    OrganizationId = charge.OrganizationId,
                    InvoiceId = done.InvoiceId,
                    Subtotal = charge.Subtotal,
                    Tax = charge.Tax,
                    Description = charge.Description,
                    Reconciled = done.Reconciled,
                });
                break;
            case ChargeOutcome.Refused refused:
                Fail(Errors.ChargeRefused(refused.Error, OrganizationId));
                break;
            case ChargeOutcome.Unknown unknown:
                ThrowTerminatingError(Errors.ChargeOutcomeUnknown(charge, unknown, OrganizationId));
                break;
        }
    }
}
