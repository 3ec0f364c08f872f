using Grpc.Core;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>A request as received by the server.</summary>
internal sealed record RecordedCall(string Method, object Request, IReadOnlyList<Metadata.Entry> Headers)
{
    public IEnumerable<string> HeaderValues(string name) =>
        Headers.Where(header => header.Key == name).Select(header => header.Value);
}
