using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>A location of an organization. Source: AppService.ListLocations.</summary>
public sealed class Location : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    /// <summary>The organization whose locations were requested.</summary>
    public override string OrganizationId { get; internal init; } = "";

    public string LocationId { get; internal init; } = "";

    public string? Name { get; internal init; }

    /// <summary>The ID of the parent location; null if there is none.</summary>
    public string? ParentLocationId { get; internal init; }

    /// <summary>The number of machines in the location.</summary>
    public int RobotCount { get; internal init; }

    /// <summary>The organization that owns the location, which may share it with others.</summary>
    public string? PrimaryOrganizationId { get; internal init; }

    public string? PrimaryOrganizationName { get; internal init; }

    /// <summary>The time at which the location was created, in UTC; null if unknown.</summary>
    public DateTime? CreatedOn { get; internal init; }

    public override string ToString() =>
        Name is null ? VisibleText.From(LocationId) : $"{VisibleText.Excerpt(Name)} ({VisibleText.From(LocationId)})";
}
