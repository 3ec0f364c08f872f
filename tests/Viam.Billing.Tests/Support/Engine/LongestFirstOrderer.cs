using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Viam.Billing.Tests.Support.Engine.LongestFirstOrderer))]

namespace Viam.Billing.Tests.Support.Engine;

/// <summary>Starts the two longest collections first, so that the others run in parallel with them.</summary>
public sealed class LongestFirstOrderer : ITestCollectionOrderer
{
    public const string PesterCollection = "Pester";

    private static readonly string[] s_longest = [EngineCollection.Name, PesterCollection];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => s_longest.Contains(collection.TestCollectionDisplayName) ? 0 : 1)];
}
