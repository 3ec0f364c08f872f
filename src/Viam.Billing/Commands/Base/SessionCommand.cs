using System.Management.Automation;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Commands.Base;

/// <summary>A cmdlet that works in a session: the one it is given, else the process's shared one.</summary>
public abstract class SessionCommand : AsyncCommand
{
    private BillingSession? _session;
    private OrganizationResolver? _resolver;
    private IDisposable? _use;

    private protected SessionCommand() { }

    /// <summary>The session to work in, as Connect-ViamBilling -PassThru emits it. Default: the shared session.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SessionVariableCompleter))]
    public BillingSession? Session { get; set; }

    /// <summary>The session, looked up when it is first needed: in <c>Connect-ViamBilling -PassThru | ...</c> it is not there any earlier.</summary>
    private protected BillingSession ActiveSession
    {
        get
        {
            if (_session is null)
            {
                BillingSession? session;
                do
                {
                    session = Session ?? DefaultSession.Current;
                    if (session is null)
                    {
                        ThrowTerminatingError(ErrorRecords.NotConnected());
                    }

                    _use = session!.Acquire();
                    if (_use is null && Session is not null)
                    {
                        ThrowTerminatingError(ErrorRecords.SessionClosed(session));
                    }
                }
                // Another may have become the shared one just now.
                while (_use is null);
                _session = session;
                if (session.GetExpiryWarning() is { } warning)
                {
                    Pipeline.WriteWarning(warning);
                }
            }
            return _session;
        }
    }

    /// <summary>The session to work in if there is one, for what can be done without one.</summary>
    private protected BillingSession? SessionIfOpen => _session ?? Session ?? DefaultSession.Current;

    private protected IBillingService Service => ActiveSession.Service;

    /// <summary>Finds the organizations that arguments mean.</summary>
    private protected OrganizationResolver Resolver =>
        _resolver ??= new OrganizationResolver(ActiveSession.Organizations, Call);

    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var whatIf)
            ? (SwitchParameter)whatIf
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>False if -Confirm:$false says that nobody is asked.</summary>
    private protected bool IsAsked =>
        !MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm) || (SwitchParameter)confirm;

    /// <summary>An organization as a prompt shows it, by name and ID. Its name is requested only if somebody may read it.</summary>
    private protected async Task<string> DescribeAsync(string organizationId)
    {
        var organizations = ActiveSession.Organizations;
        if (
            (IsAsked || IsWhatIf)
            && organizations is { Latest: null, IsListable: true }
            && !organizations.TryFind(organizationId, out _)
        )
        {
            await Task.WhenAny(organizations.LoadAsync(Call)).WaitAsync(StopToken);
        }
        return organizations.Describe(organizationId);
    }

    private protected override void WriteResult(object item)
    {
        // Without a session, nothing was requested.
        _session?.Note(item);
        if (item is OrganizationRow { OrganizationName: null } row)
        {
            row.OrganizationName = _session?.Organizations.FindName(row.OrganizationId);
        }
        base.WriteResult(item);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Interlocked.Exchange(ref _use, null)?.Dispose();
        }
    }

    private protected override string Describe(CallReport report) =>
        $"{ActiveSession.Uri.Authority} {base.Describe(report with { Subject = DescribeSubject(report.Subject) })}";

    /// <summary>The name and ID of what a request was about, if that is an organization whose name is known.</summary>
    private string? DescribeSubject(string? subject) =>
        subject is not null && ActiveSession.Organizations.TryFind(subject, out var organization)
            ? organization.ToString()
            : subject;
}
