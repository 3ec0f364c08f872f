namespace Viam.Billing.Commands.Base;

/// <summary>The pages that Get-Help -Online opens.</summary>
internal static class OnlineHelp
{
    /// <summary>The folder of the pages. Each page is named after its cmdlet.</summary>
    public const string Folder = "https://github.com/viam-billing/Viam.Billing/blob/main/docs/en-US/";
}
