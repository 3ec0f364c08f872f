using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Viam.Billing.Focus;

/// <summary>
/// Writes rows as RFC 4180 text: in UTF-8 without a byte order mark, with LF, and with an empty field for null.
/// </summary>
/// <remarks>
/// Only the quoting rule of a CSV library would be used, which doesn't justify a dependency. Most values of a row are
/// those of the row before, so that their text is copied instead of being created again. The methods of each row are
/// optimized when they are compiled. Otherwise, .NET counts their calls first, which doubles the time of an export.
/// </remarks>
internal sealed class FocusText(IReadOnlyList<FocusColumn> columns)
{
    /// <summary>The length of the longest number or time, or more.</summary>
    private const int MaximumLength = 40;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly FocusColumn[] _columns = [.. columns];
    private readonly Known[] _known = new Known[columns.Count];
    private decimal _number;
    private ReadOnlyMemory<byte> _numberText;

    /// <summary>The text since it was cleared. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _numberText = default;
    }

    public void AppendHeader()
    {
        Encoding.UTF8.GetBytes(string.Join(',', _columns.Select(static column => column.Name)), _bytes);
        _bytes.Write("\n"u8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(FocusRow row)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (i > 0)
            {
                _bytes.Write(","u8);
            }
            switch (_columns[i])
            {
                case FocusColumn<string?> column:
                    AppendString(ref _known[i], column.Value(row));
                    break;
                case FocusColumn<decimal> column:
                    AppendDecimal(column.Value(row));
                    break;
                case FocusColumn<decimal?> column:
                    AppendDecimal(column.Value(row));
                    break;
                case FocusColumn<DateTime> column:
                    AppendTime(ref _known[i], column.Value(row));
                    break;
                case FocusColumn<bool> column:
                    _bytes.Write(column.Value(row) ? "true"u8 : "false"u8);
                    break;
                default:
                    throw new UnreachableException();
            }
        }
        _bytes.Write("\n"u8);
    }

    /// <summary>Always written with a point, because readers that infer column types treat 480 as an integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AppendDecimal(decimal? value)
    {
        if (value is not { } number)
        {
            return;
        }
        // The same value with other trailing zeros is another text.
        if (!_numberText.IsEmpty && Unsafe.BitCast<decimal, Int128>(number) == Unsafe.BitCast<decimal, Int128>(_number))
        {
            _bytes.Write(_numberText.Span);
            return;
        }
        var start = _bytes.WrittenCount;
        var span = _bytes.GetSpan(MaximumLength);
        number.TryFormat(span, out var length, provider: CultureInfo.InvariantCulture);
        _bytes.Advance(length);
        if (!span[..length].Contains((byte)'.'))
        {
            _bytes.Write(".0"u8);
        }
        (_number, _numberText) = (number, _bytes.WrittenMemory[start..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AppendTime(ref Known known, DateTime time)
    {
        if (known.Length > 0 && known.Ticks == time.Ticks)
        {
            _bytes.Write(known.Text);
            return;
        }
        var start = _bytes.WrittenCount;
        // Such as 2026-11-26T23:30:00.
        time.TryFormat(_bytes.GetSpan(MaximumLength), out var length, "s", CultureInfo.InvariantCulture);
        _bytes.Advance(length);
        _bytes.Write("Z"u8);
        known.Set(_bytes.WrittenSpan[start..]);
        known.Ticks = time.Ticks;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AppendString(ref Known known, string? characters)
    {
        if (characters is null)
        {
            return;
        }
        if (ReferenceEquals(known.Value, characters))
        {
            _bytes.Write(known.Text);
            return;
        }
        var start = _bytes.WrittenCount;
        Encoding.UTF8.GetBytes(Quote(characters), _bytes);
        known.Set(_bytes.WrittenSpan[start..]);
        known.Value = characters;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static string Quote(string characters) =>
        // Quoted if empty, because an empty field is null.
        characters.Length > 0
        && characters.AsSpan().IndexOfAny("\",\r\n") < 0
        && characters.AsSpan().Trim().Length == characters.Length
            ? characters
            : $"\"{characters.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The last value of a column, and its text.</summary>
    private struct Known
    {
        private byte[]? _text;

        public string? Value { get; set; }

        public long Ticks { get; set; }

        public int Length { get; private set; }

        public readonly ReadOnlySpan<byte> Text => _text.AsSpan(0, Length);

        public void Set(ReadOnlySpan<byte> text)
        {
            if (_text is null || _text.Length < text.Length)
            {
                _text = new byte[Math.Max(MaximumLength, text.Length)];
            }
            text.CopyTo(_text);
            Length = text.Length;
        }
    }
}
