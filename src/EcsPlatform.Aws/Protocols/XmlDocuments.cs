using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace EcsPlatform.Aws.Protocols;

/// <summary>XML bodies in and out; names are compared without namespace, as every AWS client does.</summary>
internal static class XmlDocuments
{
    // No DTD, nothing fetched: the body comes from the network.
    private static readonly XmlReaderSettings Reading = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true };

    /// <summary>The root, or null where there is no body.</summary>
    /// <exception cref="WireFormatException">The body is not XML.</exception>
    public static XElement? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body.ToArray()), Reading);
            return XElement.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException e)
        {
            throw new WireFormatException("The body is not XML.", e);
        }
    }

    /// <summary>UTF-8; AWS's services begin with an XML declaration, its clients do not.</summary>
    public static byte[] ToBytes(XElement root, bool declaration)
    {
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            NewLineHandling = NewLineHandling.Entitize,
            OmitXmlDeclaration = !declaration,
        };
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, settings))
        {
            root.Save(writer);
        }

        return stream.ToArray();
    }

    /// <summary>The first child of that name, or null.</summary>
    public static XElement? Child(this XElement element, string name) => element.Children(name).FirstOrDefault();

    /// <summary>The children of that name.</summary>
    public static IEnumerable<XElement> Children(this XElement element, string name) =>
        element.Elements().Where(child => child.Name.LocalName == name);
}
