namespace Viam.Billing.Sessions;

/// <summary>A connection wasn't attempted, because of what was specified for it.</summary>
internal sealed class ConnectionRejectedException(ConnectionProblem problem) : Exception(problem.ToString())
{
    public ConnectionProblem Problem { get; } = problem;
}

/// <summary>Why a connection wasn't attempted. None of the problems contains a secret.</summary>
internal abstract record ConnectionProblem
{
    private ConnectionProblem() { }

    public sealed record InvalidApiKeyId : ConnectionProblem;

    /// <param name="Secret">The parameter or variable.</param>
    public sealed record EmptySecret(string Secret) : ConnectionProblem;

    /// <param name="Secret">The parameter or variable.</param>
    /// <param name="Problem">The rest of the sentence.</param>
    public sealed record InvalidSecret(string Secret, string Problem) : ConnectionProblem;

    /// <summary>One of the two environment variables is set, and the other isn't.</summary>
    public sealed record VariableMissing(string Variable) : ConnectionProblem;

    /// <summary>There is no credential anywhere.</summary>
    /// <param name="LoginExists">
    /// Whether there is a login of Viam's command line that may not be used, because it belongs to another address.
    /// </param>
    public sealed record CredentialMissing(bool LoginExists) : ConnectionProblem;

    public sealed record InvalidAddress(string Typed, string Reason) : ConnectionProblem;

    public sealed record UnencryptedConnection(Uri Address) : ConnectionProblem;
}
