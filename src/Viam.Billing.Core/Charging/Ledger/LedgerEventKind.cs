namespace Viam.Billing.Charging.Ledger;

/// <summary>The event in a line of a charge ledger. The names are stored in the file.</summary>
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
    /// The charge may have been made: the invoice wasn't found, or there is an invoice that could belong to it.
    /// </summary>
    Unknown,

    /// <summary>
    /// Only read, from version 1, where it meant "stopped before it was sent" or "no invoice was listed in time". The
    /// first case is converted to <see cref="NotSent"/>. The second case proves nothing.
    /// </summary>
    Absent,

    /// <summary>The charge was stopped before the request was sent.</summary>
    NotSent,

    /// <summary>HTTP/2 reported that the server didn't process the request.</summary>
    NotProcessed,

    /// <summary>A person decided that the charge wasn't made.</summary>
    NotCharged,
}
