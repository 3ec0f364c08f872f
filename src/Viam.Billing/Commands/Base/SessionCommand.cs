using System.Management.Automation;
using System.Reflection;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// The base class of cmdlets that use a session: the specified one, or the default session of the process.
/// </summary>
public abstract class SessionCommand : AsyncCommand
{
    private BillingSession? _session;
    private OrganizationResolver? _resolver;
    private IDisposable? _use;

    private protected SessionCommand() { }

    /// <summary>
    /// The session to use, as returned by Connect-ViamBilling -PassThru. Default: the default session.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SessionVariableCompleter))]
    public BillingSession? Session { get; set; }

    /// <summary>
    /// The session, looked up at the first use, because in <c>Connect-ViamBilling -PassThru | ...</c> it isn't
    /// available earlier.
    /// </summary>
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
                        throw new ErrorRecordException(ErrorRecords.NotConnected());
                    }

                    _use = session.Acquire();
                    if (_use is null && Session is not null)
                    {
                        throw new ErrorRecordException(ErrorRecords.SessionClosed(session));
                    }
                }
                // If the default session ended in the meantime, another one may have replaced it.
                while (_use is null);
                _session = session;
                if (session.GetExpiryWarning() is { } warning)
                {
                    Warn(warning);
                }
            }
            return _session;
        }
    }

    /// <summary>The session to use, or null, for operations that don't require one.</summary>
    private protected BillingSession? SessionIfOpen => _session ?? Session ?? DefaultSession.Current;

    private protected IBillingService Service => ActiveSession.Service;

    /// <summary>Resolves the specified organizations.</summary>
    private protected OrganizationResolver Resolver =>
        _resolver ??= new OrganizationResolver(ActiveSession.Organizations, Call);

    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var whatIf)
            ? (SwitchParameter)whatIf
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>True if PowerShell prompts for changes, because of -Confirm or of the impact of the cmdlet.</summary>
    private protected bool WillPrompt =>
        MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm)
            ? (SwitchParameter)confirm
            : !LanguagePrimitives.TryConvertTo<ConfirmImpact>(GetVariableValue("ConfirmPreference"), out var preference)
                || (preference is not ConfirmImpact.None && Impact >= preference);

    private ConfirmImpact Impact => GetType().GetCustomAttribute<CmdletAttribute>()!.ConfirmImpact;

    /// <summary>
    /// The name and ID of an organization, for prompts. The name is requested only if the text will be shown.
    /// </summary>
    private protected async Task<string> DescribeAsync(string organizationId)
    {
        var organizations = ActiveSession.Organizations;
        if (
            (WillPrompt || IsWhatIf)
            && organizations is { Latest: null, IsListable: true }
            && !organizations.WasRead(organizationId)
        )
        {
            await Task.WhenAny(organizations.LoadAsync(Call)).WaitAsync(StopToken);
        }
        return organizations.Describe(organizationId);
    }

    /// <summary>The name and ID of an organization, for messages. Nothing is requested.</summary>
    /// <param name="name">The name; null if only the session may know it.</param>
    private protected string DescribeKnown(string organizationId, string? name = null) =>
        name is null && SessionIfOpen is { } session
            ? session.Organizations.Describe(organizationId)
            : new Organization { OrganizationId = organizationId, Name = name }.ToString();

    private protected override void WriteResult(object item)
    {
        // The session is null if the cmdlet hasn't used one.
        _session?.Remember(item);
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

    /// <summary>
    /// The name and ID of a request's organization, if the subject is an organization with a known name.
    /// </summary>
    private string? DescribeSubject(string? subject) =>
        subject is not null && ActiveSession.Organizations.TryFind(subject, out var organization)
            ? organization.ToString()
            : subject;
}
