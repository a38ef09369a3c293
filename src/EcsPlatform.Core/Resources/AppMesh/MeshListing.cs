using Amazon.AppMesh.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>The meshes that are, or might be, the platform's. All of App Mesh is asked for through here, and so is whether App Mesh is there at all.</summary>
/// <remarks>Where the definition wants no App Mesh, a full look asks App Mesh only about what the shared tag listing names: platforms without it pay no call.
/// A removal asks once more by name, as the tag listing lags behind.</remarks>
internal static class MeshListing
{
    /// <summary>The meshes with their tags.</summary>
    /// <exception cref="ServiceEndedException">The definition wants App Mesh, and App Mesh is no more.</exception>
    public static Task<IReadOnlyList<MeshState>> MeshesAsync(Observation observation) => observation.OnceAsync<IReadOnlyList<MeshState>>("meshes", async () =>
    {
        var wanted = observation.DesiredOf<MeshResource>().FirstOrDefault()?.Name;
        var name = wanted ?? (observation.Searches(MeshKind.Instance.Type) ? observation.Scope.Names.Shared(ResourceType.Mesh) : null);
        var tagged = AppMeshTags.MeshesAsync(observation);
        var named = name is null ? Task.FromResult<MeshState?>(null) : FindAsync(observation, name);
        await Task.WhenAll(tagged, named);
        var others = await Task.WhenAll((await tagged).Where(other => other != name).Select(other => FindAsync(observation, other)).ToArray());
        return [.. others.Append(await named).OfType<MeshState>()];
    });

    /// <summary>Names of the meshes that are the platform's: only in those is anything of ours.</summary>
    public static async Task<IReadOnlyList<string>> OursAsync(Observation observation) =>
        [.. (await MeshesAsync(observation)).Where(mesh => PlatformTags.AreOurs(observation.Scope, mesh.Tags)).Select(mesh => mesh.Mesh.MeshName)];

    private static async Task<MeshState?> FindAsync(Observation observation, string name)
    {
        try
        {
            var answer = await observation.Aws.AppMesh.DescribeMeshAsync(new DescribeMeshRequest { MeshName = name }, observation.Cancellation);
            return answer.Mesh.Status?.Status?.Value == "DELETED" ? null : new MeshState(answer.Mesh, await AppMeshTags.OfMeshAsync(observation, answer.Mesh.Metadata.Arn));
        }
        catch (AmazonServiceException error) when (AppMeshErrors.IsMissing(error))
        {
            return null;
        }
        catch (Exception error) when (AppMeshEnd.IsGone(error))
        {
            return observation.DesiredOf<MeshResource>().Any() && observation.Depth == ObservationDepth.Full
                ? throw AppMeshEnd.Stop(observation.Scope.Region, error)
                : null; // nothing is there any more
        }
    }
}
