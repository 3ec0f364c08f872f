namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Which items can remain unknown.</summary>
internal enum UnknownItems
{
    None,

    /// <summary>Only interrupted items.</summary>
    Interrupted,

    /// <summary>Also items with a lost response or an ambiguous invoice.</summary>
    Any,
}
