using System.Text;

namespace EcsPlatform.Aws.Protocols;

/// <summary>Bytes in and out of the streams that AWSSDK's types hold.</summary>
internal static class Blobs
{
    /// <summary>All bytes, wherever the stream stands; the stream can be read again (a retry marshals once more).</summary>
    public static byte[] ToArray(Stream stream)
    {
        if (stream is MemoryStream memory)
        {
            return memory.ToArray();
        }

        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        if (stream.CanSeek)
        {
            stream.Position = 0;
        }

        return copy.ToArray();
    }

    public static string ToText(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);
}
