using Grpc.Core;

namespace Viam.Billing.Sandbox;

/// <summary>How a call ended.</summary>
internal sealed record InProcessCallEnd(Status Status, Metadata Trailers);
