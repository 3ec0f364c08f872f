using System.Security.Cryptography;
using System.Text;

namespace Viam.Billing.Sandbox.SeedData;

/// <summary>Values that appear random but are the same in every sandbox.</summary>
internal static class StableHash
{
    /// <summary>A UUID that depends only on the text (version 8, application-defined).</summary>
    internal static string Uuid(string text)
    {
        var bytes = Hash(text).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    /// <summary>A number from 0 to less than 1 that depends only on the text.</summary>
    internal static decimal Fraction(string text) => BitConverter.ToUInt16(Hash(text), 0) / 65536m;

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
