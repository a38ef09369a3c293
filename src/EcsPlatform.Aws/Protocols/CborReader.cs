using System.Buffers.Binary;
using System.Text;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Reads one CBOR item (RFC 8949) into plain values: long, double, bool, string, byte[], List, Dictionary, null; tags are dropped.</summary>
/// <exception cref="WireFormatException">The bytes are not CBOR, or a kind of it that AWS's protocol does not use.</exception>
internal sealed class CborReader(ReadOnlyMemory<byte> body)
{
    // Deep enough for any model, shallow enough for the stack.
    private const int MaxDepth = 128;
    private const int Indefinite = 31;

    private int _position;
    private int _depth;

    public object? Read()
    {
        if (++_depth > MaxDepth)
        {
            throw Malformed();
        }

        var first = Take(1)[0];
        var info = first & 0x1F;
        object? value = (CborMajor)(first >> 5) switch
        {
            CborMajor.Unsigned => ToLong(Argument(info)),
            CborMajor.Negative => -1 - ToLong(Argument(info)),
            CborMajor.Bytes => Chunks(info),
            CborMajor.Text => Encoding.UTF8.GetString(Chunks(info)),
            CborMajor.Array => ReadArray(info),
            CborMajor.Map => ReadMap(info),
            CborMajor.Tag => ReadTagged(info),
            _ => ReadSimple(info),
        };
        _depth--;
        return value;
    }

    private List<object?> ReadArray(int info)
    {
        var items = new List<object?>();
        for (var left = Count(info); More(ref left);)
        {
            items.Add(Read());
        }

        return items;
    }

    private Dictionary<string, object?> ReadMap(int info)
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var left = Count(info); More(ref left);)
        {
            entries[Read() as string ?? throw Malformed()] = Read();
        }

        return entries;
    }

    private object? ReadTagged(int info)
    {
        Argument(info);
        return Read();
    }

    private object? ReadSimple(int info) => info switch
    {
        20 => false,
        21 => true,
        22 or 23 => null,
        25 => (double)BinaryPrimitives.ReadHalfBigEndian(Take(2)),
        26 => (double)BinaryPrimitives.ReadSingleBigEndian(Take(4)),
        27 => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
        _ => throw Malformed(),
    };

    private byte[] Chunks(int info)
    {
        if (info != Indefinite)
        {
            return Take(ToLength(Argument(info))).ToArray();
        }

        var whole = new List<byte>();
        for (long left = -1; More(ref left);)
        {
            whole.AddRange(Take(ToLength(Argument(Take(1)[0] & 0x1F))));
        }

        return [.. whole];
    }

    /// <summary>How many items follow; -1 where only a break ends them.</summary>
    private long Count(int info) => info == Indefinite ? -1 : ToLength(Argument(info));

    private bool More(ref long left)
    {
        if (left >= 0)
        {
            return left-- > 0;
        }

        if (_position < body.Length && body.Span[_position] == 0xFF)
        {
            _position++;
            return false;
        }

        return true;
    }

    private ulong Argument(int info) => info switch
    {
        < 24 => (ulong)info,
        24 => Take(1)[0],
        25 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        26 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
        27 => BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
        _ => throw Malformed(),
    };

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > body.Length - _position)
        {
            throw Malformed();
        }

        _position += count;
        return body.Span.Slice(_position - count, count);
    }

    private int ToLength(ulong value) => value <= (ulong)body.Length ? (int)value : throw Malformed();

    private static long ToLong(ulong value) => value <= long.MaxValue ? (long)value : throw Malformed();

    private static WireFormatException Malformed() => new("The body is not CBOR.");
}
