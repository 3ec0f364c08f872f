using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Which spellings of a reference are equivalent.</summary>
public sealed class ChargeReferenceTests
{
    /// <summary>The first and last character of each range that a program can choose not to display.</summary>
    public static TheoryData<int> InvisibleCharacters =>
        [
            0x00AD,
            0x034F,
            0x115F,
            0x1160,
            0x17B4,
            0x17B5,
            0x180B,
            0x180F,
            0x200B,
            0x2065,
            0x3164,
            0xFE00,
            0xFE0F,
            0xFEFF,
            0xFFA0,
            0xFFF0,
            0xFFF8,
            0xE0000,
            0xE0FFF,
            0x0007,
        ];

    /// <summary>The characters before and after those ranges.</summary>
    public static TheoryData<int> VisibleCharacters =>
        [
            0x034E,
            0x0350,
            0x115E,
            0x1161,
            0x17B3,
            0x17B6,
            0x180A,
            0x1810,
            0x3163,
            0x3165,
            0xFDFF,
            0xFE10,
            0xFF9F,
            0xFFA1,
            0xFFEF,
            0xFFFC,
            0xDFFFF,
            0xE1000,
        ];

    [Theory]
    [MemberData(nameof(InvisibleCharacters))]
    public void InvisibleCharactersAreRemoved(int character) =>
        Assert.Equal("a1", ChargeReference.Normalize($"a{char.ConvertFromUtf32(character)}1"));

    [Theory]
    [MemberData(nameof(VisibleCharacters))]
    public void OtherCharactersAreKept(int character)
    {
        var text = char.ConvertFromUtf32(character);

        Assert.Contains(text.Normalize(), ChargeReference.Normalize($"a{text}1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("caf\u00E9 1", "caf\u00E9 1")]
    [InlineData("cafe\u0301\u00A0 1", "caf\u00E9 1")]
    [InlineData("\uFEFFcafe\u200D\u0301\t1 ", "caf\u00E9 1")]
    [InlineData("CAF\u00C9", "CAF\u00C9")]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData(" \u200B\uFEFF ", null)]
    public void ReferenceIsComposedAndVisible(string? typed, string? expected) =>
        Assert.Equal(expected, ChargeReference.Normalize(typed));

    [Theory]
    [InlineData("caf\u00E9 1", "CAFE\u0301\u00A01", true)]
    [InlineData("a\u200B", "A", true)]
    [InlineData("a", "\u00E1", false)]
    [InlineData("a 1", "a1", false)]
    [InlineData("a-1", "a_1", false)]
    [InlineData("\u200B", "\uFEFF", false)]
    [InlineData("\u200B", "\u200B", true)]
    [InlineData(null, null, true)]
    [InlineData("a", null, false)]
    public void EquivalentSpellingsAreEqual(string? one, string? other, bool areEqual)
    {
        Assert.Equal(areEqual, ChargeReference.Comparer.Equals(one, other));
        if (areEqual && one is not null)
        {
            Assert.Equal(ChargeReference.Comparer.GetHashCode(one), ChargeReference.Comparer.GetHashCode(other!));
        }
    }
}
