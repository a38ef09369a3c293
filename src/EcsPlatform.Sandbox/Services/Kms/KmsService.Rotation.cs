using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;

namespace EcsPlatform.Sandbox.Services.Kms;

/// <content>Automatic rotation of key material (KMS developer guide, "Rotate AWS KMS keys").</content>
public sealed partial class KmsService
{
    private const int DefaultPeriodInDays = 365;

    private EnableKeyRotationResponse EnableKeyRotation(EnableKeyRotationRequest request, CallContext context)
    {
        var key = Usable(CustomersOwn(Authorized(Key(request.KeyId), "EnableKeyRotation", context)));
        if (!key.IsSymmetric)
        {
            throw Unsupported($"{key.Arn} is not a symmetric encryption key: its material cannot be rotated automatically.");
        }

        // A period that is not given stays as it is.
        var period = request.RotationPeriodInDays ?? key.RotationPeriodInDays ?? DefaultPeriodInDays;
        if (key.RotationPeriodInDays != period)
        {
            key.RotationPeriodInDays = period;
            key.NextRotation = Now.AddDays(period);
            _rotation.At(key.NextRotation.Value, key.Id);
        }

        return new EnableKeyRotationResponse();
    }

    private DisableKeyRotationResponse DisableKeyRotation(DisableKeyRotationRequest request, CallContext context)
    {
        var key = Usable(CustomersOwn(Authorized(Key(request.KeyId), "DisableKeyRotation", context)));
        key.RotationPeriodInDays = null;
        key.NextRotation = null;
        _rotation.Cancel(key.Id);
        return new DisableKeyRotationResponse();
    }

    private GetKeyRotationStatusResponse GetKeyRotationStatus(GetKeyRotationStatusRequest request, CallContext context)
    {
        var key = Authorized(Key(request.KeyId), "GetKeyRotationStatus", context);

        // "When a KMS key is pending deletion, its key rotation status is false" (GetKeyRotationStatus); it comes back when the deletion is cancelled.
        var enabled = key.RotationPeriodInDays is not null && key.State != "PendingDeletion";
        return new GetKeyRotationStatusResponse
        {
            KeyId = key.Arn,
            KeyRotationEnabled = enabled,
            RotationPeriodInDays = enabled ? key.RotationPeriodInDays : null,
            NextRotationDate = enabled ? key.NextRotation?.UtcDateTime : null,
        };
    }

    private ListKeyRotationsResponse ListKeyRotations(ListKeyRotationsRequest request, CallContext context)
    {
        var key = NotPendingDeletion(Authorized(Key(request.KeyId), "ListKeyRotations", context));
        if (!key.IsSymmetric)
        {
            throw Unsupported($"{key.Arn} is not a symmetric encryption key.");
        }

        var all = request.IncludeKeyMaterial?.Value == "ALL_KEY_MATERIAL";
        var page = Paging.Of(key.Materials.Where(material => all || material.Rotated is not null), material => material.Id, request.Marker,
            request.Limit ?? 100, InvalidMarker);
        return new ListKeyRotationsResponse
        {
            Rotations =
            [
                .. page.Items.Select(material => new RotationsListEntry
                {
                    KeyId = key.Arn,
                    KeyMaterialId = material.Id,
                    KeyMaterialState = material == key.Materials[^1] ? KeyMaterialState.CURRENT : KeyMaterialState.NON_CURRENT,
                    RotationDate = material.Rotated?.UtcDateTime,
                    RotationType = material.Rotated is null ? null : RotationType.AUTOMATIC,
                }),
            ],
            Truncated = page.IsTruncated,
            NextMarker = page.NextToken,
        };
    }

    private void RotateOnSchedule(string id)
    {
        // "AWS KMS does not rotate the key material while the KMS key is disabled", nor while it is pending deletion.
        if (State.Keys.TryGetValue(id, out var key) && key is { State: "Enabled", NextRotation: not null })
        {
            Rotate(key);
        }
    }

    private void RotateIfOverdue(KmsKey key)
    {
        if (key.NextRotation <= Now)
        {
            Rotate(key);
        }
    }

    private void Rotate(KmsKey key)
    {
        key.Materials.Add(NewMaterial(Now));
        key.NextRotation = Now.AddDays(key.RotationPeriodInDays!.Value);
        _rotation.At(key.NextRotation.Value, key.Id);
    }
}
