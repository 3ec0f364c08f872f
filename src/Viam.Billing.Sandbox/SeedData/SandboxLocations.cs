namespace Viam.Billing.Sandbox.SeedData;

/// <summary>The IDs of some locations in every sandbox.</summary>
public static class SandboxLocations
{
    /// <summary>A location of Acme with two child locations.</summary>
    public const string AcmeFactory = "k3v9x2m7qa";

    /// <summary>A location of Acme in <see cref="AcmeFactory"/>.</summary>
    public const string AcmeAssemblyLine = "p8d1w6z4ty";

    /// <summary>A location of Acme that is shared with Harborlight. Acme is billed.</summary>
    public const string AcmeTestYard = "h5n0c7r2ue";

    /// <summary>A location of Lumière. Harborlight is billed.</summary>
    public const string LumiereWarehouse = "w2q8b5j1lo";

    /// <summary>A location of Meridian. <see cref="SandboxKeys.OwnerId"/> has no access to it.</summary>
    public const string MeridianLab = "z7t4f9y3ms";
}
