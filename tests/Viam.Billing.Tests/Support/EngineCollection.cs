namespace Viam.Billing.Tests.Support;

/// <summary>Tests that use the process's shared session or its environment, and so run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EngineCollection
{
    public const string Name = "PowerShell engine";
}
