using System.Management.Automation;
using Viam.Billing.Completion;
using Viam.Billing.Service;

namespace Viam.Billing.Commands;

/// <summary>A cmdlet that works in a session: the one it is given, else the process's shared one.</summary>
public abstract class SessionCommand : AsyncCommand
{
    private BillingSession? _session;
    private IDisposable? _use;

    private protected SessionCommand()
    {
    }

    /// <summary>The session to work in, as Connect-ViamBilling -PassThru emits it. Default: the shared session.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SessionCompleter))]
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
                    session = Session ?? SharedSession.Current;
                    if (session is null) ThrowTerminatingError(Errors.NotConnected());
                    _use = session!.Use();
                    if (_use is null && Session is not null) ThrowTerminatingError(Errors.SessionClosed(session));
                }
                // Another may have become the shared one just now.
                while (_use is null);
                _session = session;
                if (session.WarnOfEnd() is { } warning) Warn(warning);
            }
            return _session;
        }
    }

    private protected IBillingService Service => ActiveSession.Service;

    private protected override void Emit(object item)
    {
        ActiveSession.Seen.Note(item);
        base.Emit(item);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) Interlocked.Exchange(ref _use, null)?.Dispose();
    }

    private protected override string Describe(CallReport report) => $"{ActiveSession.Uri.Authority} {base.Describe(report)}";
}
