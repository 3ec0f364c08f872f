namespace Viam.Billing.Sessions;

/// <summary>Why a connection wasn't attempted. None of the problems contains a secret.</summary>
internal abstract record ConnectionProblem
{
    private ConnectionProblem() { }

    public sealed record InvalidApiKeyId : ConnectionProblem;

    /// <param name="Secret">The parameter or variable.</param>
    public sealed record EmptySecret(string Secret) : ConnectionProblem;

    /// <param name="Secret">The parameter or variable.</param>
    /// <param name="Problem">The rest of the sentence that begins with the name of the secret.</param>
    public sealed record InvalidSecret(string Secret, string Problem) : ConnectionProblem;

    /// <summary>Only one of the two environment variables is set.</summary>
    public sealed record VariableMissing(string Variable) : ConnectionProblem;

    /// <summary>No credential was specified, and none was found.</summary>
    /// <param name="LoginExists">
    /// Whether the viam command line has a login that can't be used, because it belongs to another address.
    /// </param>
    public sealed record CredentialMissing(bool LoginExists) : ConnectionProblem;

    public sealed record InvalidAddress(string Typed, string Reason) : ConnectionProblem;

    public sealed record UnencryptedConnection(Uri Address) : ConnectionProblem;
}
