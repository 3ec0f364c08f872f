namespace Viam.Billing.Tests.Support;

/// <summary>A request as received by the proxy.</summary>
/// <param name="Method">The name of the RPC without its service.</param>
/// <param name="Number">The number of the request over all connections, starting at 1.</param>
/// <param name="NumberOnConnection">The number of the request on its connection, starting at 1.</param>
internal sealed record FrontRequest(string Method, int Number, int NumberOnConnection);
