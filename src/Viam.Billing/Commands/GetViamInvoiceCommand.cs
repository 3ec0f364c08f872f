using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Gets invoices of organizations.</summary>
[Cmdlet(VerbsCommon.Get, "ViamInvoice", HelpUri = OnlineHelp.Folder + "Get-ViamInvoice.md")]
[OutputType(typeof(Invoice))]
public sealed class GetViamInvoiceCommand : OrganizationCommand
{
    private readonly List<InvoiceFilter> _filters = [];
    private InvoiceIdentity[]? _invoiceIds;
    private InvoiceStatusFilter _statuses = new(null);

    /// <summary>
    /// The IDs of invoices. Wildcards are supported. An ID without wildcards that isn't found is an error.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(InvoiceCompleter))]
    [IdentityTransformation<InvoiceIdentity>]
    public InvoiceIdentity[]? InvoiceId { get; set; }

    /// <summary>
    /// The statuses of invoices, such as paid, outstanding, or payment_processing. Wildcards are supported.
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InvoiceStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary>Returns only invoices dated at or after this time. A time without a time zone is UTC.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DateCompleter))]
    [UtcDateTransformation]
    public UtcDate? After { get; set; }

    /// <summary>Returns only invoices dated before this time. A time without a time zone is UTC.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DateCompleter))]
    [UtcDateTransformation]
    public UtcDate? Before { get; set; }

    /// <summary>Returns only overdue invoices.</summary>
    [Parameter]
    public SwitchParameter Overdue { get; set; }

    /// <summary>Returns only this number of invoices per organization, the newest first.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Latest { get; set; }

    private protected override Task BeginAsync()
    {
        if (After?.Value >= Before?.Value)
        {
            ThrowTerminatingError(ErrorRecords.InvalidDateRange(After!.Value, Before!.Value));
        }

        _statuses = new InvoiceStatusFilter(Status);
        return Task.CompletedTask;
    }

    private protected override Task ProcessAsync()
    {
        var filter = CurrentFilter();
        return ReadEachAsync(
            filter.Ids,
            async (service, organizationId, call) =>
                filter.Apply(await service.GetInvoicesSummaryAsync(organizationId, call).ConfigureAwait(false)),
            filter.Key
        );
    }

    private protected override void OnCompleted()
    {
        foreach (var error in _filters.SelectMany(filter => filter.Ids.GetErrors(ErrorRecords.InvoiceNotFound)))
        {
            Pipeline.WriteError(error);
        }
        foreach (var invalid in _statuses.Statuses.InvalidPatterns)
        {
            Pipeline.WriteError(ErrorRecords.WildcardPatternInvalid(invalid));
        }
        if (_filters.Count > 0 && _statuses.GetWarning(ActiveSession.Seen.Statuses) is { } warning)
        {
            Pipeline.WriteWarning(warning);
        }
    }

    /// <summary>
    /// One filter is used for all organizations as long as the same invoices are specified, because an ID that is found
    /// in any of them isn't an error.
    /// </summary>
    private InvoiceFilter CurrentFilter()
    {
        if (_filters.Count == 0 || !ReferenceEquals(_invoiceIds, InvoiceId))
        {
            _invoiceIds = InvoiceId;
            _filters.Add(
                new InvoiceFilter(InvoiceId is null ? null : [.. InvoiceId.Select(invoice => invoice.Id)], _statuses)
                {
                    After = After?.Value,
                    Before = Before?.Value,
                    OverdueOnly = Overdue,
                    Latest = Latest,
                }
            );
        }
        return _filters[^1];
    }
}
