using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Emails about required payments: the requests sent and their receipts.</summary>
public sealed class EmailTests : ChangeTest
{
    [Fact]
    public void EmailIsSentOnceAndReceiptIsReturned()
    {
        var before = DateTime.UtcNow;

        var email = Assert.Single(
            Get<PaymentRequiredEmail>(
                $"Send-ViamPaymentRequiredEmail {SandboxOrganizations.Lumiere} {Harborlight} -PassThru"
            )
        );

        Assert.Equal(
            (SandboxOrganizations.Lumiere, Harborlight),
            (email.CustomerOrganizationId, email.BillingOwnerOrganizationId)
        );
        Assert.InRange(email.SentAt, before, DateTime.UtcNow);
        Assert.Equal(DateTimeKind.Utc, email.SentAt.Kind);
        var sent = Assert.Single(Server.State.SentEmails);
        Assert.Equal(
            (SandboxOrganizations.Lumiere, Harborlight),
            (sent.CustomerOrganizationId, sent.BillingOwnerOrganizationId)
        );
        Assert.Equal(
            new SendPaymentRequiredEmailRequest
            {
                CustomerOrgId = SandboxOrganizations.Lumiere,
                BillingOwnerOrgId = Harborlight,
            },
            Assert.Single(Requests<SendPaymentRequiredEmailRequest>())
        );
    }

    [Fact]
    public void BillingOwnerIsSpecifiedByName()
    {
        Connect();

        Assert.Empty(
            RunSuccessfully(
                "Get-ViamOrganization 'Lumi*', 'Fern*' | Send-ViamPaymentRequiredEmail "
                    + "-BillingOwnerOrganization 'Harborlight Integrators'"
            )
        );

        Assert.Equal(
            [(SandboxOrganizations.Fernhill, Harborlight), (SandboxOrganizations.Lumiere, Harborlight)],
            Server
                .State.SentEmails.Select(email => (email.CustomerOrganizationId, email.BillingOwnerOrganizationId))
                .Order()
        );
    }

    [Theory]
    [InlineData("'{0}', '{0}' | Send-ViamPaymentRequiredEmail -BillingOwnerOrganizationId {1}")]
    [InlineData("Send-ViamPaymentRequiredEmail '{0}', '{0}' {1}")]
    [InlineData("Send-ViamPaymentRequiredEmail '{0}', ('{0}'.ToUpper()) {1}")]
    public void DuplicateOrganizationReceivesOneEmailAndWritesWarning(string script)
    {
        var run = Run(script.Replace("{0}", SandboxOrganizations.Lumiere).Replace("{1}", Harborlight));

        Assert.Empty(run.Errors);
        Assert.Contains(SandboxOrganizations.Lumiere, Assert.Single(run.Warnings));
        Assert.Single(Server.State.SentEmails);
    }

    [Fact]
    public void EmailIsNotRetriedWhenServiceIsUnavailable()
    {
        Server.Faults.Before = _ => throw new RpcException(new Status(StatusCode.Unavailable, "away"));

        AssertError(
            Run($"Send-ViamPaymentRequiredEmail {SandboxOrganizations.Lumiere} {Harborlight}").OnlyError,
            "EmailOutcomeUnknown",
            ErrorCategory.OperationStopped,
            SandboxOrganizations.Lumiere
        );

        Assert.Equal(1, CountRequests("SendPaymentRequiredEmail"));
    }
}
