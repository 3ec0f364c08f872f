using Viam.Billing.Charging;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Charges to one organization, which take turns.</summary>
public sealed class OrganizationChargeTurnTests : OrganizationChargesTest
{
    [Fact]
    public async Task MissingAndLateInvoicesAreCounted()
    {
        List<Invoice> invoices = [Invoice("a"), Invoice("b"), Invoice("c")];
        var service = Service(() => invoices);
        Charges.Claim("charge", "c");
        Charges.Claim("other", "d");

        var whole = await ListAsync(service);
        invoices = [Invoice("b")];
        var incomplete = await ListAsync(service);

        Assert.Equal((0, 1, true), (whole.MissingCount, whole.LateCount, whole.IsBaseline));
        Assert.Equal((2, 1, false), (incomplete.MissingCount, incomplete.LateCount, incomplete.IsBaseline));
    }

    /// <summary>An empty list can also be an error of the service.</summary>
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 0, true)]
    [InlineData(1, 1, false)]
    public void BaselineIsACompleteListThatIsNotEmpty(int invoices, int missing, bool isBaseline) =>
        Assert.Equal(
            isBaseline,
            new InvoiceListing(Organization, new Invoice[invoices], missing, LateCount: 0).IsBaseline
        );

    [Fact]
    public async Task ChargesToOneOrganizationTakeTurns()
    {
        var first = await Charges.EnterAsync(TestContext.Current.CancellationToken);
        var second = Charges.EnterAsync(TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        var third = Charges.EnterAsync(TestContext.Current.CancellationToken);

        first.Dispose();
        first.Dispose();
        using (await second.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken))
        {
            Assert.False(third.IsCompleted);
        }
        (await third.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Dispose();
    }

    [Fact]
    public async Task WaitingForATurnCanBeCanceled()
    {
        using var turn = await Charges.EnterAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Charges.EnterAsync(new CancellationToken(canceled: true))
        );
    }
}
