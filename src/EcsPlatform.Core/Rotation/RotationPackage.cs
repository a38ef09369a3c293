using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Rotation;

/// <summary>A rotation function as Lambda takes it: sources that the build embeds, zipped to the same bytes every time and everywhere.</summary>
/// <remarks>The AWS SDK for JavaScript v3 is not in it: Lambda's Node.js runtimes bring it.</remarks>
public sealed class RotationPackage
{
    /// <summary>The exported function that Lambda calls.</summary>
    public const string Handler = "index.handler";

    /// <summary>The runtime that the sources are written for (Lambda API: <c>Runtime</c>).</summary>
    public const string Runtime = "nodejs22.x";

    private static readonly Dictionary<RotationFunction, string[]> Sources = new()
    {
        [RotationFunction.Random] = ["random.mjs", "json.mjs", "random-text.mjs", "rotation.mjs", "settings.mjs", "signing-key.mjs"],
        [RotationFunction.PostgreSql] = ["postgresql.mjs", "json.mjs", "postgresql-authentication.mjs", "postgresql-client.mjs", "random-text.mjs", "rotation.mjs", "settings.mjs"],
        [RotationFunction.Certificate] = ["certificate.mjs", "certificate-request.mjs", "der.mjs", "json.mjs", "rotation.mjs", "settings.mjs"],
    };

    private static readonly Dictionary<RotationFunction, Lazy<RotationPackage>> Packages =
        Sources.ToDictionary(entry => entry.Key, entry => new Lazy<RotationPackage>(() => new RotationPackage(entry.Value)));

    private readonly byte[] _zip;

    private RotationPackage(string[] sources)
    {
        _zip = StoredZip.Of([("index.mjs", Source(sources[0])), .. sources.Skip(1).Select(name => (name, Source(name)))]);
        CodeSha256 = Convert.ToBase64String(SHA256.HashData(_zip));
    }

    /// <summary>The SHA-256 of the zip, base64, as Lambda reports it (<c>CodeSha256</c>): another one means another function.</summary>
    public string CodeSha256 { get; }

    /// <summary>The zip's size in bytes.</summary>
    public int Size => _zip.Length;

    /// <summary>The package of a function.</summary>
    public static RotationPackage Of(RotationFunction function) => Packages[function].Value;

    /// <summary>The package of the function for a method of the definition.</summary>
    public static RotationPackage Of(RotationMethod method) => Of(RotationFunctions.Of(method));

    /// <summary>The zip, as a stream of its own that a request may read and close.</summary>
    public MemoryStream ZipFile() => new(_zip, writable: false);

    /// <summary>A source as it was embedded. Line ends are made the same: a checkout with CRLF must not look like another function.</summary>
    internal static byte[] Source(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"rotation/{name}")
            ?? throw new InvalidOperationException($"The source {name} of a rotation function is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd().ReplaceLineEndings("\n"));
    }
}
