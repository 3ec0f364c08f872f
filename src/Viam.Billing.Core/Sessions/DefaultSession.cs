namespace Viam.Billing.Sessions;

/// <summary>The default session of the process, which all runspaces share.</summary>
internal static class DefaultSession
{
    private static BillingSession? s_current;

    /// <summary>Null if no session is open.</summary>
    public static BillingSession? Current
    {
        get
        {
            while (Volatile.Read(ref s_current) is { } session)
            {
                if (session.IsOpen)
                {
                    return session;
                }
                // If the session ended after it was read, another one may have replaced it.
                if (Volatile.Read(ref s_current) == session)
                {
                    return null;
                }
            }
            return null;
        }
    }

    public static void Replace(BillingSession session) => Interlocked.Exchange(ref s_current, session)?.CloseWhenIdle();

    /// <summary>
    /// Marks the start of opening a new default session. Dispose the returned object when it is open.
    /// </summary>
    public static Opening BeginOpen() => new();

    /// <summary>Ends the default session, if there is one.</summary>
    public static void Close() => Interlocked.Exchange(ref s_current, null)?.Close();

    /// <summary>
    /// Detects sessions that are opened at the same time, of which only the last remains the default session.
    /// </summary>
    internal sealed class Opening : IDisposable
    {
        private static readonly Lock s_lock = new();
        private static readonly HashSet<Opening> s_all = [];
        private bool _isConcurrent;

        public Opening()
        {
            lock (s_lock)
            {
                foreach (var other in s_all)
                {
                    other._isConcurrent = _isConcurrent = true;
                }
                s_all.Add(this);
            }
        }

        /// <summary>Whether another session was being opened at the same time.</summary>
        public bool IsConcurrent
        {
            get
            {
                lock (s_lock)
                {
                    return _isConcurrent;
                }
            }
        }

        public void Dispose()
        {
            lock (s_lock)
            {
                s_all.Remove(this);
            }
        }
    }
}
