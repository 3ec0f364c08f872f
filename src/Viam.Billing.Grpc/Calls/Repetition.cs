namespace Viam.Billing.Grpc.Calls;

/// <summary>Whether a request may be sent more than once.</summary>
internal sealed class Repetition
{
    /// <summary>Reads, which change nothing.</summary>
    public static readonly Repetition Read = new() { MaySendAgain = true, MayRetry = true };

    /// <summary>Changes that are sent again only if the service has rejected them.</summary>
    public static readonly Repetition Change = new() { MaySendAgain = true };

    /// <summary>Charges and emails, which must be sent at most once.</summary>
    public static readonly Repetition AtMostOnce = new();

    /// <summary>Whether the request is sent again if the service has rejected it.</summary>
    public bool MaySendAgain { get; private set; }

    /// <summary>Whether the request is sent again even if the service may have processed it.</summary>
    public bool MayRetry { get; private set; }

    /// <summary>
    /// A stream, which is requested again only before its first message, because no message may be delivered twice.
    /// </summary>
    public static Repetition Stream() => new() { MaySendAgain = true, MayRetry = true };

    /// <summary>Called for the first message of a stream.</summary>
    public void End() => (MaySendAgain, MayRetry) = (false, false);
}
