using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsPlatform.Sandbox.Services.PrivateCa;

namespace EcsPlatform.Sandbox.Services.Lambda;

/// <summary>The next value of a secret that rotates, by what it holds: whoever reads the one can read the other.</summary>
internal static class RenewedSecret
{
    /// <summary>A text is a new text. In JSON a password, a certificate with its key, or a key is new, and the rest stays.</summary>
    /// <param name="current">The value that counts; null where there is none.</param>
    /// <param name="invocation">The function that rotates.</param>
    /// <exception cref="LambdaFailureException">No authority issues the certificate, or the function's role may not have it issued.</exception>
    public static string Of(string? current, LambdaInvocation invocation)
    {
        var ids = invocation.Region.Ids;
        if (Json(current) is not { } json)
        {
            return ids.Alphanumeric(32);
        }

        if (json.ContainsKey("password"))
        {
            json["password"] = ids.Alphanumeric(32);
        }
        else if (Text(json, "privateKey") is { } pem)
        {
            using var key = KeyLike(pem);
            var previous = new JsonObject([.. json.Where(member => member.Key is not ("privateKey" or "previous")).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))]);
            json["privateKey"] = key.ExportPkcs8PrivateKeyPem();
            if (Text(json, "certificate") is { } certificate)
            {
                (json["certificate"], json["chain"]) = Certificate(certificate, Text(json, "chain"), key, invocation);
            }
            else if (json.ContainsKey("publicKey"))
            {
                Name(json, ids);
                json["publicKey"] = key.ExportSubjectPublicKeyInfoPem();
                json["previous"] = previous;
            }
        }
        else if (Text(json, "key") is { } secret)
        {
            // The same key signs and checks: what checks the tokens of yesterday stays.
            var previous = json.DeepClone().AsObject();
            previous.Remove("previous");
            Name(json, ids);
            json["key"] = ids.Alphanumeric(secret.Length);
            json["previous"] = previous;
        }

        return json.ToJsonString();
    }

    private static JsonObject? Json(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject json, string member) => json[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static void Name(JsonObject json, Ids ids)
    {
        if (json.ContainsKey("keyId"))
        {
            json["keyId"] = ids.Alphanumeric(22);
        }
    }

    /// <summary>A new key of the same kind: the same curve, or as many bits.</summary>
    private static AsymmetricAlgorithm KeyLike(string pem)
    {
        try
        {
            using var curve = ECDsa.Create();
            curve.ImportFromPem(pem);
            return ECDsa.Create(curve.ExportParameters(includePrivateParameters: false).Curve);
        }
        catch (CryptographicException)
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return RSA.Create(rsa.KeySize);
        }
    }

    private static (string Certificate, string Chain) Certificate(string current, string? chain, AsymmetricAlgorithm key, LambdaInvocation invocation)
    {
        using var known = X509Certificate2.CreateFromPem(current);
        var authority = Authority(chain, invocation)
            ?? throw new LambdaFailureException("ResourceNotFoundException", "No certificate authority is named that issues the certificate.");
        invocation.MustBeAllowed("acm-pca:IssueCertificate", authority.Arn);
        invocation.MustBeAllowed("acm-pca:GetCertificate", authority.Arn);
        var request = key is ECDsa ec
            ? new CertificateRequest(known.SubjectName, ec, HashAlgorithmName.SHA256)
            : new CertificateRequest(known.SubjectName, (RSA)key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        foreach (var names in known.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            request.CertificateExtensions.Add(names);
        }

        var issued = invocation.Region.Get<PrivateCaService>().Issue(authority.Arn, request.CreateSigningRequestPem(), known.NotAfter - known.NotBefore - TimeSpan.FromHours(1))
            ?? throw new LambdaFailureException("InvalidStateException", $"The certificate authority {authority.Arn} is not in the correct state.");
        return (issued.Pem, PrivateCaService.ChainBelow(authority));
    }

    /// <summary>The authority that the function's environment names, or else the first of the chain.</summary>
    private static StoredAuthority? Authority(string? chain, LambdaInvocation invocation)
    {
        var authorities = invocation.Region.Get<PrivateCaService>();
        return (invocation.Function.Environment?.Variables?.Values ?? Enumerable.Empty<string>()).Select(authorities.FindAuthority).FirstOrDefault(found => found is not null)
            ?? (chain is null ? null : authorities.FindByCertificate(chain));
    }
}
