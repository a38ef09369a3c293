using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.AcmPca;

namespace EcsPlatform.Core.Blueprint;

/// <summary>Who issues the mesh's certificates.</summary>
internal static class AuthorityBlueprint
{
    /// <summary>Without it ECS may not use the authority (ECS Developer Guide, "Service Connect TLS").</summary>
    private const string EcsTag = "AmazonECSManaged";

    public static IReadOnlyList<IResourceKind> Kinds => [CertificateAuthorityKind.Instance];

    /// <summary>Null when calls between services are not encrypted.</summary>
    public static MeshAuthority? Add(BlueprintContext context)
    {
        if (context.Definition.Mesh?.Tls is not { } tls || !context.Builds(PlatformParts.Mesh))
        {
            return null;
        }

        return tls.CertificateAuthority is { } arn
            ? new MeshAuthority(null, arn)
            : new MeshAuthority(
                context.Add(new CertificateAuthorityResource
                {
                    Key = "mesh",
                    Name = context.Names.Shared(ResourceType.CertificateAuthority),
                    Tags = new Dictionary<string, string>(context.Definition.Tags, StringComparer.Ordinal) { [EcsTag] = "true" },
                }),
                null);
    }
}
