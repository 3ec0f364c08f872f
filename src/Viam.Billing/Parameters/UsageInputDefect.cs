namespace Viam.Billing.Parameters;

/// <summary>The reason why an object isn't the complete usage of an organization.</summary>
internal enum UsageInputDefect
{
    None,

    /// <summary>The object is one row of -ByResource, or past usage of Get-ViamUsageHistory.</summary>
    Row,

    /// <summary>
    /// The object is a copy without the sources of the costs: from a file, a job, or another computer.
    /// </summary>
    Copy,
}
