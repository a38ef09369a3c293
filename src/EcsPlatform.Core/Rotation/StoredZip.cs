using System.Text;

namespace EcsPlatform.Core.Rotation;

/// <summary>Writes a zip archive of files that are stored, not compressed (PKWARE APPNOTE 6.3, sections 4.3.7 to 4.3.16).</summary>
/// <remarks>
/// Not <c>ZipArchive</c>: what it writes depends on the operating system (the "made by" byte) and on the runtime's version (compression),
/// and then the same function would look changed to whoever runs elsewhere.
/// </remarks>
internal static class StoredZip
{
    private const uint LocalHeader = 0x04034b50;
    private const uint CentralHeader = 0x02014b50;
    private const uint EndOfCentralDirectory = 0x06054b50;
    private const ushort Version = 20; // 2.0: the least that readers know
    private const ushort MadeByUnix = (3 << 8) | Version;
    private const uint ReadableFile = 0x81A4u << 16; // -rw-r--r--: Lambda's user is not the owner
    private const ushort Midnight = 0;
    private const ushort FirstDay = (0 << 9) | (1 << 5) | 1; // 1980-01-01, the first day that zip knows

    private static readonly uint[] Crc = [.. Enumerable.Range(0, 256).Select(CrcEntry)];

    /// <summary>The archive of files in the order given; names are ASCII.</summary>
    public static byte[] Of(IReadOnlyList<(string Name, byte[] Content)> files)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream); // little-endian, as zip is
        var offsets = new List<uint>();
        foreach (var (name, content) in files)
        {
            offsets.Add((uint)stream.Position);
            writer.Write(LocalHeader);
            WriteCommon(writer, name, content);
            writer.Write(Encoding.ASCII.GetBytes(name));
            writer.Write(content);
        }

        var directory = (uint)stream.Position;
        foreach (var ((name, content), offset) in files.Zip(offsets))
        {
            writer.Write(CentralHeader);
            writer.Write(MadeByUnix);
            WriteCommon(writer, name, content);
            writer.Write((ushort)0); // comment
            writer.Write((ushort)0); // disk
            writer.Write((ushort)0); // internal attributes
            writer.Write(ReadableFile);
            writer.Write(offset);
            writer.Write(Encoding.ASCII.GetBytes(name));
        }

        var size = (uint)stream.Position - directory;
        writer.Write(EndOfCentralDirectory);
        writer.Write((ushort)0); // this disk
        writer.Write((ushort)0); // the directory's disk
        writer.Write((ushort)files.Count);
        writer.Write((ushort)files.Count);
        writer.Write(size);
        writer.Write(directory);
        writer.Write((ushort)0); // comment
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The fields that a file's two headers share, in their order.</summary>
    private static void WriteCommon(BinaryWriter writer, string name, byte[] content)
    {
        writer.Write(Version);
        writer.Write((ushort)0); // flags
        writer.Write((ushort)0); // stored
        writer.Write(Midnight);
        writer.Write(FirstDay);
        writer.Write(Checksum(content));
        writer.Write((uint)content.Length);
        writer.Write((uint)content.Length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)0); // extra field
    }

    private static uint Checksum(byte[] content) =>
        ~content.Aggregate(uint.MaxValue, (crc, octet) => Crc[(crc ^ octet) & 0xFF] ^ (crc >> 8));

    private static uint CrcEntry(int index) =>
        Enumerable.Range(0, 8).Aggregate((uint)index, (crc, _) => (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1);
}
