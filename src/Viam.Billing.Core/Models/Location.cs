using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>A location of an organization. Source: AppService.ListLocations.</summary>
public sealed class Location : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    /// <summary>The organization that was asked for the location.</summary>
    public override string OrganizationId { get; internal init; } = "";

    public string LocationId { get; internal init; } = "";

    public string? Name { get; internal init; }

    /// <summary>The location that this one lies in; null if it lies in none.</summary>
    public string? ParentLocationId { get; internal init; }

    /// <summary>How many machines it has.</summary>
    public int RobotCount { get; internal init; }

    /// <summary>The organization that owns the location, which may share it with others.</summary>
    public string? PrimaryOrganizationId { get; internal init; }

    public string? PrimaryOrganizationName { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime? CreatedOn { get; internal init; }

    public override string ToString() => VisibleText.From(Name is null ? LocationId : $"{Name} ({LocationId})");
}
