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

    /// <summary>Ends the shared session, if there is one.</summary>
    public static void Close() => Interlocked.Exchange(ref s_current, null)?.Close();
}
