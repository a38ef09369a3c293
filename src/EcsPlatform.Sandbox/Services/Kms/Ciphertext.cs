using System.Security.Cryptography;
using System.Text;

namespace EcsPlatform.Sandbox.Services.Kms;

/// <summary>What Encrypt gives out: which key and material, and the text under AES-256-GCM with the encryption context as additional data.</summary>
internal static class Ciphertext
{
    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public static byte[] Seal(KmsKey key, ReadOnlySpan<byte> plaintext, IReadOnlyDictionary<string, string>? context, Ids ids)
    {
        var material = key.Materials[^1];
        var head = Head(key.Id, material.Id);
        var nonce = Convert.FromHexString(ids.Hex(NonceLength * 2));
        var tag = new byte[TagLength];
        var sealedText = new byte[plaintext.Length];
        using var cipher = new AesGcm([.. material.Secret], TagLength);
        cipher.Encrypt(nonce, plaintext, sealedText, tag, Context(context));
        return [.. head, .. nonce, .. tag, .. sealedText];
    }

    /// <summary>The key's id, or null where the bytes are none of ours.</summary>
    public static string? KeyOf(byte[] blob) => Parts(blob)?.Key;

    /// <summary>The text, or null where the bytes or the context are not those of the encryption.</summary>
    public static byte[]? Open(KmsKey key, byte[] blob, IReadOnlyDictionary<string, string>? context)
    {
        if (Parts(blob) is not var (_, materialId, offset) || key.Materials.Find(candidate => candidate.Id == materialId) is not { } material)
        {
            return null;
        }

        var body = blob.AsSpan(offset);
        var plaintext = new byte[body.Length - NonceLength - TagLength];
        using var cipher = new AesGcm([.. material.Secret], TagLength);
        try
        {
            cipher.Decrypt(body[..NonceLength], body[(NonceLength + TagLength)..], body.Slice(NonceLength, TagLength), plaintext, Context(context));
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Head(string keyId, string materialId)
    {
        var names = Encoding.ASCII.GetBytes($"{keyId} {materialId}");
        return [Version, (byte)names.Length, .. names];
    }

    private static (string Key, string Material, int Offset)? Parts(byte[] blob) =>
        blob.Length > 2 && blob[0] == Version && blob.Length >= 2 + blob[1] + NonceLength + TagLength
        && Encoding.ASCII.GetString(blob, 2, blob[1]).Split(' ') is [var key, var material]
            ? (key, material, 2 + blob[1])
            : null;

    private static byte[] Context(IReadOnlyDictionary<string, string>? context) => Encoding.UTF8.GetBytes(string.Concat(
        (context ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key.Length}:{pair.Key}{pair.Value.Length}:{pair.Value}")));
}
