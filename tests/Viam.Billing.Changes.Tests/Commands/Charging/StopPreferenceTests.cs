using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// A preference of Stop ends a pipeline at the first record of its stream. Completed charges are returned first.
/// </summary>
public sealed class StopPreferenceTests : ChargeTest
{
    [Theory]
    [InlineData("$VerbosePreference = 'Stop'")]
    [InlineData("$ProgressPreference = 'Stop'")]
    public void ChargeIsWrittenFirst(string preference)
    {
        Server.Faults.On("ChargeOrganization", _ => Task.Delay(DelayOf(preference)));

        var run = Run($"& {{ {preference}; New-ViamCharge {Acme} 5 -Confirm:$false }}");

        Assert.Equal(Assert.Single(ServerCharges).InvoiceId, OnlyCharge(run).InvoiceId);
        Assert.Contains(
            "ActionPreferenceStop",
            run.OnlyError.FullyQualifiedErrorId + run.OnlyError.Exception.GetType().Name,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("$VerbosePreference = 'Stop'")]
    [InlineData("$ProgressPreference = 'Stop'")]
    public void ChargesWithALedgerAreWrittenFirst(string preference)
    {
        Server.Faults.On("ChargeOrganization", _ => Task.Delay(DelayOf(preference)));

        var run = Run(
            $"& {{ {preference}; {Rows(Acme, Cascade)} | New-ViamCharge -LedgerPath $ledger -ThrottleLimit "
                + $"1 -Confirm:$false }}",
            ("ledger", Ledger)
        );

        Assert.Equal(
            ServerCharges.Select(charge => charge.InvoiceId).Order(),
            run.Of<Charge>().Select(charge => charge.InvoiceId).Order()
        );
        Assert.NotEmpty(ServerCharges);
        Assert.Single(run.Errors);
    }

    [Fact]
    public void UnknownOutcomeIsReportedInPlaceOfVerboseText()
    {
        Server.Faults.After = static context =>
            context.IsOf("ChargeOrganization") ? throw new InvalidOperationException() : Task.CompletedTask;
        RewriteInvoiceList(HideCharges);

        var run = Run(
            $"& {{ $VerbosePreference = 'Stop'; New-ViamCharge {Acme} 5 -ReconcileTimeoutSec 0 -Confirm:$false }}"
        );

        Assert.Contains(
            run.Errors,
            error => error.FullyQualifiedErrorId.StartsWith("ChargeOutcomeUnknown,", StringComparison.Ordinal)
        );
    }

    /// <summary>The first row's error ends the pipeline while the charge of the second is being made.</summary>
    [Fact]
    public void ChargeThatWasMadeMeanwhileIsWrittenAfterAnErrorOfStop()
    {
        var isMade = new TaskCompletionSource();
        Server.Faults.Before = async context =>
        {
            if (
                context.IsOf("ChargeOrganization")
                && Faults.RequestOf(context) is ChargeOrganizationRequest { OrgIdToCharge: Acme }
            )
            {
                await isMade.Task;
                throw new RpcException(new Status(StatusCode.PermissionDenied, "no"));
            }
        };
        Server.Faults.After = async context =>
        {
            if (context.IsOf("ChargeOrganization"))
            {
                isMade.SetResult();
                await Task.Delay(300);
            }
        };

        var run = Run(
            $"{Rows(Acme, Cascade)} | New-ViamCharge -LedgerPath $ledger -Confirm:$false -ErrorAction Stop",
            ("ledger", Ledger)
        );

        Assert.Equal(Assert.Single(ServerCharges).InvoiceId, OnlyCharge(run).InvoiceId);
        Assert.StartsWith("ChargeRefused,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void EmailThatWasSentIsWrittenFirst()
    {
        var run = Run(
            $"& {{ $VerbosePreference = 'Stop'; Send-ViamPaymentRequiredEmail "
                + $"{SandboxOrganizations.Lumiere} {SandboxOrganizations.Harborlight} -PassThru }}"
        );

        Assert.Single(Server.State.SentEmails);
        Assert.IsType<PaymentRequiredEmail>(Assert.Single(run.Output).BaseObject);
    }

    [Fact]
    public void ErrorOfTheServiceIsReportedInPlaceOfVerboseText()
    {
        Server.Faults.Refuse("ListOrganizations", StatusCode.PermissionDenied);

        var run = Run("& { $VerbosePreference = 'Stop'; Get-ViamOrganization }");

        Assert.StartsWith("PermissionDenied,", run.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    /// <summary>Progress is written after one second; verbose text with each request.</summary>
    private static TimeSpan DelayOf(string preference) =>
        TimeSpan.FromSeconds(preference.Contains("Progress", StringComparison.Ordinal) ? 1.4 : 0.1);

    private static string Rows(params string[] organizations) =>
        string.Join(
            ", ",
            organizations.Select(id =>
                $"[pscustomobject]@{{ OrganizationId = '{id}'; Subtotal = 5; Reference = '{id}' }}"
            )
        );
}
