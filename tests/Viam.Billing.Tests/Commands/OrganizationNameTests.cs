using Grpc.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Organization names in results.</summary>
public sealed class OrganizationNameTests : OrganizationNameTest
{
    private static readonly string[] s_names =
    [
        "Acme Robotics",
        "Bluewater Marine Survey",
        "Cascade Orchards",
        "Harborlight Integrators",
        "Lumière Fulfillment",
        "Fernhill Dairy (Vermont)",
    ];

    [Theory]
    [InlineData("Get-ViamInvoice -Latest 1")]
    [InlineData("Get-ViamOutstandingBalance")]
    [InlineData("Get-ViamCurrentMonthUsage")]
    [InlineData("Get-ViamBillingInformation")]
    public void EveryRowHasItsOrganizationNameFromOneRequest(string read)
    {
        Assert.Equal(
            s_names,
            RunSuccessfully($"$ids | {read}; $ids | {read} | Out-Null", ("ids", Owned))
                .Select(row => Property<string>(row, "OrganizationName"))
        );
        Assert.Equal(1, Lists);
    }

    [Fact]
    public void FourHundredReadsRequestTheListOnce()
    {
        RunSuccessfully(
            "1..400 | ForEach-Object { Get-ViamOutstandingBalance $ids[$_ % 6] } | Out-Null",
            ("ids", Owned)
        );

        Assert.Equal(400, CountRequests("GetInvoicesSummary"));
        Assert.Equal(1, Lists);
    }

    [Fact]
    public void PipedOrganizationsNeedNoFurtherRequest()
    {
        var organizations = RunSuccessfully("Get-ViamOrganization -OrganizationId $ids", ("ids", Owned));
        Assert.Equal(0, Lists);
        var session = Connect();

        Assert.Equal(
            s_names,
            RunSuccessfully("$organizations | Get-ViamOutstandingBalance", ("organizations", organizations))
                .Select(row => Property<string>(row, "OrganizationName"))
        );
        Assert.Equal(0, Lists);
        Assert.Same(session, DefaultSession.Current);
    }

    [Theory]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Unimplemented)]
    [InlineData(StatusCode.Internal)]
    public void NameIsNullWhenListFails(StatusCode status)
    {
        Server.Faults.Refuse("ListOrganizations", status);

        var rows = Get<OrganizationBalance>(
            "$ids | Get-ViamOutstandingBalance; $ids | Get-ViamOutstandingBalance",
            ("ids", Owned)
        );

        Assert.Equal(2 * Owned.Length, rows.Count);
        Assert.All(rows, row => Assert.Null(row.OrganizationName));
        Assert.Equal(1, Lists);
    }

    [Fact]
    public void UnlistedOrganizationRequestsListAgainOncePerCommand()
    {
        ListOrganizations((Owned[0], "One"));
        Get<OrganizationBalance>($"Get-ViamOutstandingBalance {Owned[0]}");
        Assert.Equal(1, Lists);

        var rows = Get<OrganizationBalance>("$ids | Get-ViamOutstandingBalance", ("ids", Owned));

        Assert.Equal(["One", null, null, null, null, null], rows.Select(row => row.OrganizationName));
        Assert.Equal(2, Lists);
    }

    [Fact]
    public void ReadIsSentBeforeListAndRowsWaitForIt()
    {
        var gate = new RequestGate();
        var read = new RequestGate();
        read.Open();
        Server.Faults.Before = context =>
            context.IsOf("ListOrganizations") ? gate.PassAsync(context)
            : context.IsOf("GetInvoicesSummary") ? read.PassAsync(context)
            : Task.CompletedTask;
        var opening = Task.Run(
            async () =>
            {
                await gate.Reached;
                await read.Reached;
                gate.Open();
            },
            TestContext.Current.CancellationToken
        );

        var row = Assert.Single(Get<OrganizationBalance>($"Get-ViamOutstandingBalance {Acme}"));

        Assert.True(opening.IsCompletedSuccessfully);
        Assert.Equal("Acme Robotics", row.OrganizationName);
    }

    [Fact]
    public void CmdletsWithoutNamesDoNotRequestList()
    {
        RunSuccessfully(
            $"$null = Get-ViamOrganization -Organization {Acme}; "
                + $"Set-ViamBillingService {SandboxOrganizations.Harborlight} -AddressLine1 a -City c -State s "
                + "-ZipCode z -Country US -Confirm:$false"
        );

        Assert.Equal(0, Lists);
    }
}
