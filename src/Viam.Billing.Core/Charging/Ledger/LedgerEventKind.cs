namespace Viam.Billing.Charging.Ledger;

/// <summary>What a line of a ledger says about a charge. The names are stored in the file.</summary>
internal enum LedgerEventKind
{
    /// <summary>The charge is about to be sent.</summary>
    Intent,

    /// <summary>The charge was made.</summary>
    Charged,

    /// <summary>The service refused the charge.</summary>
    Refused,

    /// <summary>The charge was sent, and the response was lost.</summary>
    Lost,

    /// <summary>
    /// The charge may have been made: its invoice wasn't found, or an invoice appeared that might be its own.
    /// </summary>
    Unknown,

    /// <summary>
    /// Read only, from version 1. It meant "stopped before it was sent" or "no invoice was listed in time". The first
    /// becomes <see cref="NotSent"/>; the second proves nothing.
    /// </summary>
    Absent,

    /// <summary>The charge was stopped before the request was sent.</summary>
    NotSent,

    /// <summary>HTTP/2 reported that the server didn't process the request.</summary>
    NotProcessed,

    /// <summary>A person decided that the charge wasn't made.</summary>
    NotCharged,
}
