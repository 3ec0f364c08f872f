namespace Viam.Billing.Focus;

/// <summary>A supported version of the specification.</summary>
internal sealed record FocusVersion(string Name, bool HasProviderName, bool HasServiceProviderName)
{
    public static readonly FocusVersion V12 = new("1.2", HasProviderName: true, HasServiceProviderName: false);
    public static readonly FocusVersion V13 = new("1.3", HasProviderName: true, HasServiceProviderName: true);
    public static readonly FocusVersion V14 = new("1.4", HasProviderName: false, HasServiceProviderName: true);

    public static readonly IReadOnlyList<FocusVersion> All = [V12, V13, V14];

    public static FocusVersion Parse(string name) => All.First(version => version.Name == name);
}
