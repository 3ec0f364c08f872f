namespace Viam.Billing.Sessions;

/// <summary>The process's shared session, which every runspace sees.</summary>
internal static class DefaultSession
{
    private static BillingSession? s_current;

    /// <summary>Null if none is open.</summary>
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
                // What has ended since it was read may have been replaced.
                if (Volatile.Read(ref s_current) == session)
                {
                    return null;
                }
            }
            return null;
        }
    }

    public static void Replace(BillingSession session) => Interlocked.Exchange(ref s_current, session)?.CloseWhenIdle();

    /// <summary>Begins to open a session that is to become the shared one. Ends when what is returned is disposed.</summary>
    public static Opening BeginOpen() => new();

    /// <summary>Ends the shared session, if there is one.</summary>
    public static void Close() => Interlocked.Exchange(ref s_current, null)?.Close();

    /// <summary>Detects sessions that are opened at the same time, of which only the last stays the shared one.</summary>
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

        /// <summary>Whether another session was being opened at some time meanwhile.</summary>
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
