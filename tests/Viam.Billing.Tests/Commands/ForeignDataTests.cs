using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>
/// Cmdlets return data as the service sent it. Displayed text contains no control and no direction
/// characters.
/// </summary>
public sealed class ForeignDataTests : CmdletTest
{
    private const string Acme = SandboxOrganizations.Acme;
    private const string Harborlight = SandboxOrganizations.Harborlight;
    private const string Hostile =
        "A\u001b[2J\u009b1mB\u202eC\u200eD\u200fE\u061cF\u2028G\u2029H\r\nI\tJ\u0007K\u2066L\u200bM\ufeffN\u00adO";

    private protected override void Prepare()
    {
        ConnectAsBillingAdmin();
        Server.Faults.Rewrite = response =>
            response is Billing.Contract.Rpc.AuthenticateResponse
                ? response
                : WithHostileText((Google.Protobuf.IMessage)response);
    }

    [Fact]
    public void AddressWithControlCharactersRoundTripsUnchanged()
    {
        Server.Faults.Rewrite = null;
        var address = new BillingAddress
        {
            AddressLine1 = "1 Main St\tRear",
            AddressLine2 = " ",
            City = "Pitts\nburgh",
            State = "PA\u200e",
            Zipcode = "15222",
            Country = "US",
        };
        Server.Faults.Rewrite = response =>
            response is GetBillingServiceConfigResponse
                ? new GetBillingServiceConfigResponse { BillingAddress = address }
                : response;

        RunSuccessfully($"Get-ViamBillingService {Harborlight} | Set-ViamBillingService");

        Assert.Equal(address, Assert.Single(Requests<UpdateBillingServiceRequest>()).BillingAddress);
    }

    [Fact]
    public void PropertiesKeepReceivedTextAndStringConversionIsDisplayable()
    {
        Assert.All(Get<Organization>("Get-ViamOrganization"), organization => Assert.Equal(Hostile, organization.Name));
        Assert.All(
            Get<Location>("Get-ViamLocation $acme", ("acme", Acme)),
            location => Assert.Equal(Hostile, location.LocationId)
        );
        Assert.All(Get<Invoice>("Get-ViamInvoice $acme"), invoice => Assert.Equal(Hostile, invoice.InvoiceId));
        Assert.All(
            Get<BillingInformation>("Get-ViamBillingInformation $acme"),
            information => Assert.Equal(Hostile, information.BillingEmail)
        );
        Assert.All(Get<AvailableBillingTier>("Get-ViamBillingTier"), tier => Assert.Equal(Hostile, tier.BillingTier));
        Assert.All(
            RunSuccessfully(
                "Get-ViamOrganization; Get-ViamLocation $acme; Get-ViamInvoice $acme; "
                    + "Get-ViamBillingInformation $acme; Get-ViamBillingTier"
            ),
            item => AssertDisplayable(item.ToString()!)
        );
    }

    [Fact]
    public void ErrorsAndVerboseOutputShowNoControlOrDirectionCharacters()
    {
        var run = Run(
            "Get-ViamInvoice $acme | Save-ViamInvoicePdf -OrganizationId $acme -Path $folder -WhatIf "
                + "-Verbose; Get-ViamLocation $acme -Name $hostile -Verbose; "
                + "Get-ViamInvoice $acme -InvoiceId \"no$hostile\"; "
                + "Get-ViamLocationBillingOrganization $hostile -Verbose; Set-ViamBillingTier $hostile x; "
                + "Get-ViamOrganization x$hostile",
            ("acme", Acme),
            ("hostile", Hostile.Replace("[", "", StringComparison.Ordinal)),
            ("folder", Path.GetTempPath())
        );

        Assert.True(run.Errors.Count >= 3);
        Assert.All(
            run.Errors,
            error =>
            {
                AssertDisplayable(error.ToString());
                AssertDisplayable(error.CategoryInfo.ToString());
                AssertDisplayable(error.Exception.Message);
                AssertDisplayable(error.TargetObject?.ToString() ?? "");
            }
        );
        Assert.All(run.Verbose, AssertDisplayable);
    }

    [Fact]
    public void CompletionOfNameWithControlCharactersIsDisplayableAndYieldsName()
    {
        RunSuccessfully("$null = Get-ViamOrganization");

        var proposals = Complete("Get-ViamOrganization -Name ");

        Assert.NotEmpty(proposals);
        Assert.All(
            proposals,
            proposal =>
            {
                AssertDisplayable(proposal.CompletionText);
                AssertDisplayable(proposal.ListItemText);
                AssertDisplayable(proposal.ToolTip);
                Assert.Equal(Hostile, WildcardPattern.Unescape(Assert.Single(Get<string>(proposal.CompletionText))));
            }
        );
    }

    private List<CompletionResult> Complete(string typed)
    {
        using var shell = PowerShell.Create(Engine.Runspace);
        return [.. CommandCompletion.CompleteInput(typed, typed.Length, null, shell).CompletionMatches];
    }

    private static void AssertDisplayable(string text)
    {
        foreach (var line in text.Split(Environment.NewLine))
        {
            var bad = line.FirstOrDefault(c =>
                char.IsControl(c)
                || "\u061c\u200b\u200e\u200f\u2028\u2029\u202e\u2066\ufeff\u00ad".Contains(c, StringComparison.Ordinal)
            );
            Assert.True(
                bad == 0 && !line.Contains('\0', StringComparison.Ordinal),
                $"U+{(int)bad:X4} is in: {text.Replace(bad, '?')}"
            );
        }
    }

    /// <summary>Replaces the text of every field of a message, except organization IDs.</summary>
    private static Google.Protobuf.IMessage WithHostileText(Google.Protobuf.IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            if (value is System.Collections.IList list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    list[i] =
                        list[i] is Google.Protobuf.IMessage item ? WithHostileText(item)
                        : list[i] is string ? Hostile
                        : list[i];
                }
            }
            else if (value is Google.Protobuf.IMessage inner and not Google.Protobuf.WellKnownTypes.Timestamp)
            {
                WithHostileText(inner);
            }
            else if (
                field.FieldType == Google.Protobuf.Reflection.FieldType.String
                && !(message is Billing.Contract.Organization && field.Name == "id")
            )
            {
                field.Accessor.SetValue(message, Hostile);
            }
        }
        return message;
    }
}
