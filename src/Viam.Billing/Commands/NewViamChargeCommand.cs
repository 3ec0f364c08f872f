using System.Collections.Immutable;
using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Service;

namespace Viam.Billing.Commands;

/// <summary>Charges an organization on the spot.</summary>
[Cmdlet(VerbsCommon.New, "ViamCharge", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Charge))]
public sealed class NewViamChargeCommand : SessionCommand
{
    private bool _hasWarned;

    /// <summary>The organization to charge. There is no default for it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("OrgId", "Id")]
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
    public string? BrandingOrganizationId { get; set; }

    /// <summary>Lets the service send no email about the charge.</summary>
    [Parameter]
    public SwitchParameter NoConfirmationEmail { get; set; }

    /// <summary>How long to look for the invoice of a charge whose answer was lost, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int ReconcileTimeoutSec { get; set; } = 60;

    private protected override async Task ProcessAsync()
    {
        if (Read() is not { } charge || !await ConfirmAsync(charge)) return;
        var charger = new Charger(Service, TimeSpan.FromSeconds(ReconcileTimeoutSec), Call);
        try
        {
            var known = await charger.ReadKnownAsync(charge.OrganizationId);
            var search = new InvoiceSearch(Service, charge, known, ImmutableHashSet<string>.Empty);
            Tell(charge, await charger.ChargeAsync(charge, search));
        }
        catch (BillingException error)
        {
            Fail(Errors.From(error, OrganizationId));
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
        var isAsked = !MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm) || (SwitchParameter)confirm || MyInvocation.BoundParameters.ContainsKey("WhatIf");
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
