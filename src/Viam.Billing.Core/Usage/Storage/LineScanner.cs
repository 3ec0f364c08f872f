using System.Buffers;
using System.Runtime.CompilerServices;

namespace Viam.Billing.Usage.Storage;

/// <summary>
/// Reads the parts of a line from left to right. Each method returns false, and the position is then undefined, if the
/// line continues in another way than the store writes, even if that is valid JSON.
/// </summary>
internal ref struct LineScanner(ReadOnlySpan<byte> line)
{
    /// <summary>The most digits of a number that fit into 64 bits.</summary>
    private const int LongestNumber = 18;

    /// <summary>More digits than these could exceed <see cref="UsageAmount.Limit"/>.</summary>
    private const int LongestInteger = 15;

    private const int TimeLength = 20;

    // Visible ASCII and spaces, without quotation marks and escape sequences.
    private static readonly SearchValues<byte> s_plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8
    );

    private ReadOnlySpan<byte> _rest = line;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly bool IsAt(byte character) => !_rest.IsEmpty && _rest[0] == character;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySkip(ReadOnlySpan<byte> text)
    {
        if (!_rest.StartsWith(text))
        {
            return false;
        }
        _rest = _rest[text.Length..];
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySkip(byte character)
    {
        if (!IsAt(character))
        {
            return false;
        }
        _rest = _rest[1..];
        return true;
    }

    /// <summary>Reads a string without escape sequences.</summary>
    public bool TryReadText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TrySkip((byte)'"'))
        {
            return false;
        }
        var length = _rest.IndexOfAnyExcept(s_plain);
        if (length < 0 || _rest[length] != (byte)'"')
        {
            return false;
        }
        text = _rest[..length];
        _rest = _rest[(length + 1)..];
        return true;
    }

    /// <summary>Reads a UTC time in full seconds.</summary>
    public bool TryReadTime(out DateTime time)
    {
        time = default;
        var text = _rest;
        if (
            text.Length < TimeLength
            || text[4] != '-'
            || text[7] != '-'
            || text[10] != 'T'
            || text[13] != ':'
            || text[16] != ':'
            || text[19] != 'Z'
        )
        {
            return false;
        }
        var (year, month, day) = (
            (TwoDigits(text) * 100) + TwoDigits(text[2..]),
            TwoDigits(text[5..]),
            TwoDigits(text[8..])
        );
        var (hour, minute, second) = (TwoDigits(text[11..]), TwoDigits(text[14..]), TwoDigits(text[17..]));
        // A digit that isn't one makes its number negative.
        if (
            year < 1
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23
            || minute is < 0 or > 59
            || second is < 0 or > 59
        )
        {
            return false;
        }
        time = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        _rest = _rest[TimeLength..];
        return true;
    }

    /// <summary>Reads a number that can be an amount, without an exponent.</summary>
    public bool TryReadAmount(out decimal amount)
    {
        amount = 0;
        var text = _rest;
        var start = !text.IsEmpty && text[0] == '-' ? 1 : 0;
        var value = 0L;
        var at = start;
        Digits(text, ref at, ref value);
        var integers = at - start;
        // Zeros before another digit aren't valid.
        if (integers is 0 or > LongestInteger || (integers > 1 && text[start] == '0'))
        {
            return false;
        }
        var decimals = 0;
        if (at < text.Length && text[at] == '.')
        {
            var point = at++;
            Digits(text, ref at, ref value);
            decimals = at - point - 1;
            if (decimals == 0 || integers + decimals > LongestNumber)
            {
                return false;
            }
        }
        // An exponent may follow, or the zero may be negative.
        if (at == text.Length || text[at] is not ((byte)',' or (byte)'}') || (value == 0 && start > 0))
        {
            return false;
        }
        amount = new decimal((int)value, (int)(value >> 32), 0, start > 0, (byte)decimals);
        _rest = _rest[at..];
        return true;
    }

    private static void Digits(ReadOnlySpan<byte> text, ref int at, ref long value)
    {
        while (at < text.Length && (uint)(text[at] - '0') <= 9)
        {
            value = unchecked((value * 10) + (text[at] - '0'));
            at++;
        }
    }

    private static int TwoDigits(ReadOnlySpan<byte> text)
    {
        var (tens, ones) = (text[0] - '0', text[1] - '0');
        return (uint)tens <= 9 && (uint)ones <= 9 ? (tens * 10) + ones : -10_000;
    }
}
