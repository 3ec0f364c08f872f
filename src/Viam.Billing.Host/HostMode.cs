namespace Viam.Billing.Host;

/// <summary>What the program was asked to run.</summary>
internal enum HostMode
{
    Tour,
    Command,
    File,
    Interactive,
    Help,
}
