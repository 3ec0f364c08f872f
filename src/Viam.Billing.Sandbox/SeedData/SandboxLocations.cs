namespace Viam.Billing.Sandbox.SeedData;

/// <summary>The ids of some of the locations in every sandbox.</summary>
public static class SandboxLocations
{
    /// <summary>Acme's; the parent of two others.</summary>
    public const string AcmeFactory = "k3v9x2m7qa";

    /// <summary>Acme's, in <see cref="AcmeFactory"/>.</summary>
    public const string AcmeAssemblyLine = "p8d1w6z4ty";

    /// <summary>Acme's, shared with Harborlight; Acme pays.</summary>
    public const string AcmeTestYard = "h5n0c7r2ue";

    /// <summary>Lumière's; Harborlight pays.</summary>
    public const string LumiereWarehouse = "w2q8b5j1lo";

    /// <summary>Meridian's, so <see cref="SandboxKeys.OwnerId"/> may not see it.</summary>
    public const string MeridianLab = "z7t4f9y3ms";
}
