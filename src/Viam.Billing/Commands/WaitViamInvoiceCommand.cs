using System.Diagnostics;
using System.Management.Automation;

namespace Viam.Billing.Commands;

/// <summary>Waits until the payment of invoices is settled.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ViamInvoice")]
[OutputType(typeof(Invoice))]
public sealed class WaitViamInvoiceCommand : InvoiceCommand
{
    private static readonly TimeSpan s_firstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromSeconds(30);

    /// <summary>How long the invoice of a fresh charge may take to be listed.</summary>
    private static readonly TimeSpan s_listedWithin = TimeSpan.FromSeconds(30);

    private readonly List<AwaitedInvoice> _waiting = [];

    /// <summary>How long to wait for all of them, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 7 * 86400)]
    public int TimeoutSec { get; set; } = 300;

    private protected override Task ProcessAsync()
    {
        if (TryGetOrganization(out var organizationId)) _waiting.AddRange(InvoiceId.Select(id => new AwaitedInvoice(organizationId, id)));
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        var limit = TimeSpan.FromSeconds(TimeoutSec);
        var all = _waiting.Count;
        for (var interval = s_firstInterval; ; interval = TimeSpan.FromTicks(Math.Min(interval.Ticks * 3 / 2, s_longestInterval.Ticks)))
        {
            await LookAsync();
            var waited = Stopwatch.GetElapsedTime(begun);
            TellSettled(waited);
            if (_waiting.Count == 0) break;
            if (waited >= limit)
            {
                foreach (var invoice in _waiting) Fail(TimeoutOf(invoice));
                break;
            }
            ShowWaiting(all, waited, limit);
            await Task.Delay(interval < limit - waited ? interval : limit - waited, StopToken);
        }
        Show(new ProgressRecord(0, MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed });
    }

    private ErrorRecord TimeoutOf(AwaitedInvoice invoice) => invoice is { Latest: null, Trouble: null }
        ? Errors.InvoiceNotFound(invoice.InvoiceId)
        : Errors.WaitTimeout(invoice.InvoiceId, invoice.Latest?.Status, TimeoutSec, invoice.Trouble);

    /// <summary>Reads each organization once, however many of its invoices are waited for.</summary>
    private async Task LookAsync()
    {
        foreach (var organization in _waiting.GroupBy(invoice => invoice.OrganizationId))
        {
            AwaitedInvoice[] awaited = [.. organization];
            await StartAsync(organization.Key, async (service, call) =>
            {
                try
                {
                    var summary = await service.GetInvoicesSummaryAsync(organization.Key, call).ConfigureAwait(false);
                    foreach (var invoice in awaited) invoice.Look(summary.Invoices);
                    return [];
                }
                catch (BillingException error) when (IsPassing(error) && awaited.All(invoice => invoice.WasLookedFor))
                {
                    foreach (var invoice in awaited) invoice.Trouble = error.Message;
                    return [];
                }
                catch (BillingException)
                {
                    foreach (var invoice in awaited) invoice.IsGivenUp = true;
                    throw;
                }
            });
        }
        await EmitAllAsync();
    }

    /// <summary>True for what may be over by the next look. A service that never answered is no such case.</summary>
    private static bool IsPassing(BillingException error) =>
        error.Error is BillingError.ServiceUnavailable or BillingError.DeadlineExceeded or BillingError.RateLimited or BillingError.ConnectionRefused;

    private void TellSettled(TimeSpan waited)
    {
        foreach (var invoice in _waiting.ToArray())
        {
            if (invoice.Latest is { IsPaid: true } paid) Emit(paid);
            else if (invoice.Latest is { Status: InvoiceStatus.Outstanding } failed) Fail(Errors.PaymentFailed(failed));
            else if (invoice.Latest is null && !invoice.IsGivenUp && waited >= s_listedWithin) Fail(Errors.InvoiceNotFound(invoice.InvoiceId));
            else if (!invoice.IsGivenUp) continue;
            _waiting.Remove(invoice);
        }
    }

    private void ShowWaiting(int all, TimeSpan waited, TimeSpan limit) => Show(
        new ProgressRecord(0, MyInvocation.MyCommand.Name, $"{all - _waiting.Count} of {all} invoices are settled")
        {
            SecondsRemaining = (int)(limit - waited).TotalSeconds,
            PercentComplete = (all - _waiting.Count) * 100 / all,
        });
}
