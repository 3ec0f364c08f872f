namespace Viam.Billing.Tests.Support.Engine;

/// <summary>Tests that use the shared session or the environment of the process. They run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class EngineCollection : ICollectionFixture<EngineWarmUp>
{
    public const string Name = "PowerShell engine";
}
