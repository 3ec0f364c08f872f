using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Errors;
using Viam.Billing.Invoices;

namespace Viam.Billing.Commands;

/// <summary>Waits until invoices are paid or their payment fails.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ViamInvoice", HelpUri = OnlineHelp.Folder + "Wait-ViamInvoice.md")]
[OutputType(typeof(Invoice))]
public sealed class WaitViamInvoiceCommand : InvoiceCommand
{
    private static readonly TimeSpan s_firstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The time after which an invoice that isn't listed is reported as not found: for charges of this session, and for
    /// other invoices.
    /// </summary>
    private static readonly TimeSpan s_chargeListedWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_listedWithin = TimeSpan.FromSeconds(1);

    /// <summary>The number of invoices shown as progress, which is limited to fit the screen.</summary>
    private const int ShownInvoices = 10;

    private readonly List<PendingInvoice> _waiting = [];

    /// <summary>The time limit for all invoices, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 7 * 86400)]
    public int TimeoutSec { get; set; } = 300;

    private protected override async Task ProcessAsync()
    {
        var invoiceIds = await GetInvoiceIdsAsync();
        if (invoiceIds.Length > 0 && await FindOrganizationAsync() is { } organizationId)
        {
            _waiting.AddRange(
                invoiceIds.Select(
                    (invoiceId, index) =>
                        new PendingInvoice(organizationId, invoiceId) { Number = _waiting.Count + index + 1 }
                )
            );
        }
    }

    private protected override async Task EndAsync()
    {
        var polling = new PollingSchedule(
            TimeSpan.FromSeconds(TimeoutSec),
            s_firstInterval,
            growth: 1.5,
            s_longestInterval,
            _waiting.Count > 0 ? ActiveSession.Clock : null
        );
        var all = _waiting.Count;
        while (true)
        {
            await PollAsync();
            await WriteSettledAsync(polling.Elapsed);
            if (_waiting.Count == 0)
            {
                break;
            }

            if (polling.IsOver)
            {
                foreach (var invoice in _waiting)
                {
                    Pipeline.WriteError(TimeoutOf(invoice));
                }

                break;
            }
            ShowWaiting(all, polling.Left);
            await polling.PauseAsync(StopToken);
        }
        Pipeline.WriteProgress(
            new ProgressRecord(0, MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed }
        );
    }

    private ErrorRecord TimeoutOf(PendingInvoice invoice) =>
        invoice is { Latest: null, LastError: null }
            ? ErrorRecords.InvoiceNotFound(invoice.InvoiceId)
            : ErrorRecords.WaitTimeout(
                invoice.InvoiceId,
                ActiveSession.Organizations.Describe(invoice.OrganizationId),
                invoice.Latest?.Status,
                TimeoutSec,
                invoice.LastError
            );

    /// <summary>Makes one request per organization, for all of its invoices.</summary>
    private async Task PollAsync()
    {
        foreach (var organization in _waiting.GroupBy(invoice => invoice.OrganizationId))
        {
            PendingInvoice[] awaited = [.. organization];
            await StartAsync(
                organization.Key,
                async (service, call) =>
                {
                    try
                    {
                        var summary = await service
                            .GetInvoicesSummaryAsync(organization.Key, call)
                            .ConfigureAwait(false);
                        foreach (var invoice in awaited)
                        {
                            invoice.Update(summary.Invoices);
                        }

                        return [];
                    }
                    catch (BillingException error)
                        when (IsTemporary(error) && awaited.All(invoice => invoice.WasSearched))
                    {
                        foreach (var invoice in awaited)
                        {
                            invoice.LastError = error.Message;
                        }

                        return [];
                    }
                    catch (BillingException)
                    {
                        foreach (var invoice in awaited)
                        {
                            invoice.HasFailed = true;
                        }

                        throw;
                    }
                },
                organization.Key
            );
        }
        EmitAll();
    }

    /// <summary>True for temporary failures, which are ignored if an earlier request has succeeded.</summary>
    private static bool IsTemporary(BillingException error) =>
        error.Error
            is BillingError.ServiceUnavailable
                or BillingError.DeadlineExceeded
                or BillingError.RateLimited
                or BillingError.ConnectionRefused;

    private async Task WriteSettledAsync(TimeSpan waited)
    {
        foreach (var invoice in _waiting.ToArray())
        {
            if (invoice.Latest is { IsPaid: true } paid)
            {
                await WriteNamedAsync(paid);
            }
            else if (invoice.Latest is { IsOutstanding: true } failed)
            {
                Pipeline.WriteError(
                    ErrorRecords.PaymentFailed(failed, ActiveSession.Organizations.Describe(failed.OrganizationId))
                );
            }
            else if (invoice.Latest is null && !invoice.HasFailed && waited >= ListedWithin(invoice))
            {
                Pipeline.WriteError(ErrorRecords.InvoiceNotFound(invoice.InvoiceId));
            }
            else if (!invoice.HasFailed)
            {
                continue;
            }

            _waiting.Remove(invoice);
            ShowInvoice(invoice, ProgressRecordType.Completed);
        }
    }

    private TimeSpan ListedWithin(PendingInvoice invoice) =>
        ActiveSession.Seen.WasCharged(invoice.InvoiceId) ? s_chargeListedWithin : s_listedWithin;

    private void ShowWaiting(int all, TimeSpan left)
    {
        Pipeline.WriteProgress(
            new ProgressRecord(
                0,
                MyInvocation.MyCommand.Name,
                $"{all - _waiting.Count} of {all} invoices are paid or failed"
            )
            {
                SecondsRemaining = (int)left.TotalSeconds,
                PercentComplete = (all - _waiting.Count) * 100 / all,
            }
        );
        foreach (var invoice in _waiting.Take(ShownInvoices))
        {
            ShowInvoice(invoice, ProgressRecordType.Processing);
        }
    }

    private void ShowInvoice(PendingInvoice invoice, ProgressRecordType type) =>
        Pipeline.WriteProgress(
            new ProgressRecord(
                invoice.Number,
                $"Invoice {invoice.InvoiceId}",
                invoice.Latest?.Status ?? "not listed yet"
            )
            {
                ParentActivityId = 0,
                RecordType = type,
            }
        );
}
