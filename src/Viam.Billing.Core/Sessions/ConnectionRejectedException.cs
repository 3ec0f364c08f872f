namespace Viam.Billing.Sessions;

/// <summary>A connection wasn't attempted, because the specified address or credential can't be used.</summary>
internal sealed class ConnectionRejectedException(ConnectionProblem problem) : Exception(problem.ToString())
{
    public ConnectionProblem Problem { get; } = problem;
}
