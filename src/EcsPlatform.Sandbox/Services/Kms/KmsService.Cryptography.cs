using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;

namespace EcsPlatform.Sandbox.Services.Kms;

/// <content>Encryption and decryption under symmetric keys.</content>
public sealed partial class KmsService
{
    private EncryptResponse Encrypt(EncryptRequest request, CallContext context)
    {
        var key = Symmetric(Authorized(KeyOrAlias(request.KeyId), "Encrypt", context, request.EncryptionContext));
        StopAtDryRun(request.DryRun);
        return new EncryptResponse
        {
            KeyId = key.Arn,
            CiphertextBlob = Seal(key, request.Plaintext.ToArray(), request.EncryptionContext),
            EncryptionAlgorithm = EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT,
        };
    }

    private DecryptResponse Decrypt(DecryptRequest request, CallContext context)
    {
        var blob = request.CiphertextBlob.ToArray();
        var key = KeyOf(blob, request.KeyId, "Decrypt", request.EncryptionContext, context);
        StopAtDryRun(request.DryRun);
        return new DecryptResponse
        {
            KeyId = key.Arn,
            Plaintext = new MemoryStream(Ciphertext.Open(key, blob, request.EncryptionContext) ?? throw InvalidCiphertext()),
            EncryptionAlgorithm = EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT,
            KeyMaterialId = key.Materials[^1].Id,
        };
    }

    private ReEncryptResponse ReEncrypt(ReEncryptRequest request, CallContext context)
    {
        var blob = request.CiphertextBlob.ToArray();
        var from = KeyOf(blob, request.SourceKeyId, "ReEncryptFrom", request.SourceEncryptionContext, context);
        var to = Symmetric(Authorized(KeyOrAlias(request.DestinationKeyId), "ReEncryptTo", context, request.DestinationEncryptionContext));
        StopAtDryRun(request.DryRun);
        var plaintext = Ciphertext.Open(from, blob, request.SourceEncryptionContext) ?? throw InvalidCiphertext();
        return new ReEncryptResponse
        {
            SourceKeyId = from.Arn,
            KeyId = to.Arn,
            CiphertextBlob = Seal(to, plaintext, request.DestinationEncryptionContext),
            SourceEncryptionAlgorithm = EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT,
            DestinationEncryptionAlgorithm = EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT,
        };
    }

    private GenerateDataKeyResponse GenerateDataKey(GenerateDataKeyRequest request, CallContext context)
    {
        var key = Symmetric(Authorized(KeyOrAlias(request.KeyId), "GenerateDataKey", context, request.EncryptionContext));
        var bytes = DataKey(request.KeySpec?.Value, request.NumberOfBytes);
        StopAtDryRun(request.DryRun);
        return new GenerateDataKeyResponse
        {
            KeyId = key.Arn,
            Plaintext = new MemoryStream(bytes),
            CiphertextBlob = Seal(key, bytes, request.EncryptionContext),
            KeyMaterialId = key.Materials[^1].Id,
        };
    }

    private GenerateDataKeyWithoutPlaintextResponse GenerateDataKeyWithoutPlaintext(GenerateDataKeyWithoutPlaintextRequest request, CallContext context)
    {
        var key = Symmetric(Authorized(KeyOrAlias(request.KeyId), "GenerateDataKeyWithoutPlaintext", context, request.EncryptionContext));
        var bytes = DataKey(request.KeySpec?.Value, request.NumberOfBytes);
        StopAtDryRun(request.DryRun);
        return new GenerateDataKeyWithoutPlaintextResponse
        {
            KeyId = key.Arn,
            CiphertextBlob = Seal(key, bytes, request.EncryptionContext),
            KeyMaterialId = key.Materials[^1].Id,
        };
    }

    private byte[] DataKey(string? spec, int? bytes) => (spec, bytes) switch
    {
        ("AES_256", null) => Convert.FromHexString(Ids.Hex(64)),
        ("AES_128", null) => Convert.FromHexString(Ids.Hex(32)),
        (null, int count) => Convert.FromHexString(Ids.Hex(count * 2)),
        _ => throw Invalid("Please specify either number of bytes or key spec."),
    };

    private MemoryStream Seal(KmsKey key, byte[] plaintext, Dictionary<string, string>? context) => new(Ciphertext.Seal(key, plaintext, context, Ids));

    private KmsKey KeyOf(byte[] blob, string? wanted, string action, Dictionary<string, string>? encryptionContext, CallContext context)
    {
        var given = wanted is null ? null : KeyOrAlias(wanted);
        var key = Ciphertext.KeyOf(blob) is { } id ? State.Keys.GetValueOrDefault(id) : null;
        if (key is null)
        {
            throw InvalidCiphertext();
        }

        Symmetric(Authorized(given ?? key, action, context, encryptionContext));
        return given is null || given == key
            ? key
            : throw new AwsError("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.");
    }

    private static KmsKey Symmetric(KmsKey key) => Usable(key).IsSymmetric
        ? key
        : key.Usage == "ENCRYPT_DECRYPT"
            ? throw Unsupported("The EcsPlatform sandbox encrypts under symmetric keys only.")
            : throw new AwsError("InvalidKeyUsageException", $"{key.Arn} key usage is {key.Usage} which is not valid for this operation.");

    private static void StopAtDryRun(bool? dryRun)
    {
        if (dryRun == true)
        {
            throw new AwsError("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");
        }
    }

    private static AwsError InvalidCiphertext() => new("InvalidCiphertextException", "");
}
