namespace Viam.Billing.Text;

/// <summary>An exception that can be copied with a cleaned message without losing other information.</summary>
internal interface ICleanableException
{
    Exception With(string message, Exception? innerException);
}
