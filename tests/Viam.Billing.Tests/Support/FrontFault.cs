namespace Viam.Billing.Tests.Support;

/// <summary>What the proxy does with a request.</summary>
internal enum FrontFault
{
    None,

    /// <summary>
    /// Doesn't forward the request, and reports it as not processed by a GOAWAY with a lower last stream ID.
    /// </summary>
    GoAway,

    /// <summary>
    /// Doesn't forward the request, and reports it as not processed by RST_STREAM with REFUSED_STREAM.
    /// </summary>
    RefuseStream,

    /// <summary>
    /// Forwards the request, and after it was processed, reports it as not processed by a GOAWAY with a lower last
    /// stream ID.
    /// </summary>
    ForwardThenGoAway,

    /// <summary>The request arrived after the connection was closed.</summary>
    Ignore,
}
