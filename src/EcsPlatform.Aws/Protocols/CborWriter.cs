using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EcsPlatform.Aws.Protocols;

/// <summary>The part of CBOR (RFC 8949) that AWS's protocol uses, definite lengths throughout.</summary>
internal sealed class CborWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Integer(long value)
    {
        if (value < 0)
        {
            Head(CborMajor.Negative, (ulong)(-1 - value));
        }
        else
        {
            Head(CborMajor.Unsigned, (ulong)value);
        }
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Head(CborMajor.Bytes, (ulong)value.Length);
        _buffer.Write(value);
    }

    public void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Head(CborMajor.Text, (ulong)bytes.Length);
        _buffer.Write(bytes);
    }

    public void Array(int count) => Head(CborMajor.Array, (ulong)count);

    public void Map(int count) => Head(CborMajor.Map, (ulong)count);

    public void Tag(ulong tag) => Head(CborMajor.Tag, tag);

    public void Boolean(bool value) => Byte(value ? (byte)0xF5 : (byte)0xF4);

    public void Null() => Byte(0xF6);

    public void Float(float value)
    {
        Byte(0xFA);
        BinaryPrimitives.WriteSingleBigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void Double(double value)
    {
        Byte(0xFB);
        BinaryPrimitives.WriteDoubleBigEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    /// <summary>Type and argument in the fewest bytes.</summary>
    private void Head(CborMajor major, ulong argument)
    {
        var high = (byte)((int)major << 5);
        switch (argument)
        {
            case < 24:
                Byte((byte)(high | (byte)argument));
                break;
            case <= byte.MaxValue:
                Byte((byte)(high | 24));
                Byte((byte)argument);
                break;
            case <= ushort.MaxValue:
                Byte((byte)(high | 25));
                BinaryPrimitives.WriteUInt16BigEndian(_buffer.GetSpan(2), (ushort)argument);
                _buffer.Advance(2);
                break;
            case <= uint.MaxValue:
                Byte((byte)(high | 26));
                BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(4), (uint)argument);
                _buffer.Advance(4);
                break;
            default:
                Byte((byte)(high | 27));
                BinaryPrimitives.WriteUInt64BigEndian(_buffer.GetSpan(8), argument);
                _buffer.Advance(8);
                break;
        }
    }

    private void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }
}

/// <summary>The major types of CBOR.</summary>
internal enum CborMajor
{
    Unsigned,
    Negative,
    Bytes,
    Text,
    Array,
    Map,
    Tag,
    Simple,
}
