namespace Viam.Billing.Parameters;

/// <summary>Why an object isn't all of an organization's usage.</summary>
internal enum UsageInputDefect
{
    None,

    /// <summary>It is one row of -ByResource.</summary>
    Row,

    /// <summary>It is a copy without the sources of the costs: from a file, a job, or another computer.</summary>
    Copy,
}
