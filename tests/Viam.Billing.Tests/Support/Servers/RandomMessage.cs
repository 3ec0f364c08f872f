using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Viam.Billing.Tests.Support.Servers;

/// <summary>Random messages that the contract allows but that no real service would send.</summary>
internal static class RandomMessage
{
    private static readonly string[] s_texts =
    [
        "",
        " ",
        "paid",
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "CON",
        "a/b\\c:d*e?f\"g<h>i|j",
        "\u001b[31mred\u001b]0;title\u0007",
        "line\r\nline\0\b\u007f\u009b31m",
        "‮txt.exe",
        "\ud83d\ude00",
        "ÄÖÜ ß 漢字",
        "{0} $(Get-Date) `n",
        "<x>&amp;</x>",
        "'; DROP TABLE invoices; --",
        "00000000-0000-0000-0000-000000000000",
        new('x', 5000),
    ];

    private static readonly double[] s_numbers =
    [
        0,
        -0.0,
        0.1,
        1e-300,
        12.34,
        -5,
        1e15,
        7.9e28,
        8e28,
        1e300,
        double.MaxValue,
        double.NaN,
        double.PositiveInfinity,
        double.NegativeInfinity,
        double.Epsilon,
    ];

    private static readonly long[] s_integers =
    [
        0,
        1,
        -1,
        253_402_300_799,
        253_402_300_800,
        -62_135_596_800,
        -62_135_596_801,
        long.MaxValue,
        long.MinValue,
        1_700_000_000,
    ];

    /// <summary>Creates another message of the same type.</summary>
    public static IMessage Like(IMessage message, Random random) => Make(message.Descriptor, random, depth: 0);

    private static IMessage Make(MessageDescriptor type, Random random, int depth)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            if (random.Next(4) == 0)
            {
                continue;
            }

            if (field.IsMap)
            {
                continue;
            }
            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(message);
                for (var i = random.Next(6); i > 0; i--)
                {
                    list.Add(Value(field, random, depth));
                }
            }
            else
            {
                field.Accessor.SetValue(message, Value(field, random, depth));
            }
        }
        return message;
    }

    private static object Value(FieldDescriptor field, Random random, int depth) =>
        field.FieldType switch
        {
            FieldType.String => random.Next(2000) == 0 ? new string('\u001b', 1_000_000) : Pick(s_texts, random),
            FieldType.Double => Pick(s_numbers, random),
            FieldType.Float => (float)Pick(s_numbers, random),
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Pick(s_integers, random),
            FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (int)Pick(s_integers, random),
            FieldType.Bool => random.Next(2) == 0,
            FieldType.Bytes => ByteString.CopyFrom([
                .. Enumerable.Range(0, random.Next(20)).Select(_ => (byte)random.Next(256)),
            ]),
            FieldType.Enum => Enum.ToObject(
                field.EnumType.ClrType,
                random.Next(3) == 0 ? (int)Pick(s_integers, random) : random.Next(30)
            ),
            FieldType.Message when depth < 4 => Make(field.MessageType, random, depth + 1),
            FieldType.Message => field.MessageType.Parser.ParseFrom(ByteString.Empty),
            _ => throw new NotSupportedException(field.FullName),
        };

    private static T Pick<T>(T[] values, Random random) => values[random.Next(values.Length)];
}
