using System.Management.Automation;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of the output of the read cmdlets.</summary>
public abstract class ReadTest : CmdletTest
{
    private protected static DateTime Now { get; } = DateTime.UtcNow;

    private protected static DateTime MonthStart { get; } = new(Now.Year, Now.Month, 1, 0, 0, 0, DateTimeKind.Utc);

    private protected override void Prepare() => Connect();

    private protected static void AssertProperties(PSObject item, string names) =>
        Assert.Equal(names.Split(' '), item.Properties.Select(property => property.Name));

    /// <summary>Verifies these values, and that all other properties are null.</summary>
    private protected static void AssertValues(PSObject item, params (string Name, object Value)[] expected) =>
        Assert.Equal(
            expected,
            item.Properties.Where(property => property.Value is not null)
                .Select(property => (property.Name, property.Value))
        );

    private protected static void AssertUtc(DateTime expected, PSObject item, string name)
    {
        var time = Property<DateTime>(item, name);
        Assert.Equal(expected, time);
        Assert.Equal(DateTimeKind.Utc, time.Kind);
    }
}
