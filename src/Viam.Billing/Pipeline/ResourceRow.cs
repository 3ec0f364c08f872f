using System.Management.Automation;

namespace Viam.Billing.Pipeline;

/// <summary>Rows of one cost, which have the type of an organization's rows but other columns in tables.</summary>
internal static class ResourceRow
{
    /// <summary>Adds a type name that the view of such rows goes by.</summary>
    public static PSObject Mark(object row)
    {
        var item = new PSObject(row);
        item.TypeNames.Insert(0, $"{row.GetType().FullName}#ByResource");
        return item;
    }
}
