using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.AppMesh.Model;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.AppMesh;

/// <summary>AWS App Mesh: meshes, virtual nodes, virtual routers with routes, virtual services.</summary>
internal sealed partial class AppMeshService : SandboxService<AppMeshState>
{
    private static readonly JsonSerializerOptions Compact = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    internal AppMeshService(SandboxRegion region)
        : base(region)
    {
        On(AppMeshModel.CreateMesh, CreateMesh);
        On(AppMeshModel.DescribeMesh, DescribeMesh);
        On(AppMeshModel.UpdateMesh, UpdateMesh);
        On(AppMeshModel.DeleteMesh, DeleteMesh);
        On(AppMeshModel.ListMeshes, ListMeshes);
        On(AppMeshModel.CreateVirtualNode, CreateVirtualNode);
        On(AppMeshModel.DescribeVirtualNode, DescribeVirtualNode);
        On(AppMeshModel.UpdateVirtualNode, UpdateVirtualNode);
        On(AppMeshModel.DeleteVirtualNode, DeleteVirtualNode);
        On(AppMeshModel.ListVirtualNodes, ListVirtualNodes);
        On(AppMeshModel.CreateVirtualRouter, CreateVirtualRouter);
        On(AppMeshModel.DescribeVirtualRouter, DescribeVirtualRouter);
        On(AppMeshModel.UpdateVirtualRouter, UpdateVirtualRouter);
        On(AppMeshModel.DeleteVirtualRouter, DeleteVirtualRouter);
        On(AppMeshModel.ListVirtualRouters, ListVirtualRouters);
        On(AppMeshModel.CreateRoute, CreateRoute);
        On(AppMeshModel.DescribeRoute, DescribeRoute);
        On(AppMeshModel.UpdateRoute, UpdateRoute);
        On(AppMeshModel.DeleteRoute, DeleteRoute);
        On(AppMeshModel.ListRoutes, ListRoutes);
        On(AppMeshModel.CreateVirtualService, CreateVirtualService);
        On(AppMeshModel.DescribeVirtualService, DescribeVirtualService);
        On(AppMeshModel.UpdateVirtualService, UpdateVirtualService);
        On(AppMeshModel.DeleteVirtualService, DeleteVirtualService);
        On(AppMeshModel.ListVirtualServices, ListVirtualServices);
        On(AppMeshModel.TagResource, TagResource);
        On(AppMeshModel.UntagResource, UntagResource);
        On(AppMeshModel.ListTagsForResource, ListTagsForResource);
    }

    /// <summary>For ECS: whether Envoy gets a configuration for the resource in APPMESH_RESOURCE_ARN (an ARN, or what stands in it after "mesh/").</summary>
    internal bool HasVirtualNode(string resource) =>
        State.VirtualNodes.ContainsKey(resource.Split("mesh/", 2)[^1]);

    protected internal override AwsError InvalidRequest(ServiceModel model, string message, bool missing) => AppMeshErrors.BadRequest(message);

    protected internal override AwsError Throttled(ServiceModel model) => new("TooManyRequestsException", "Rate exceeded", 429);

    protected internal override AwsError InternalError(ServiceModel model) =>
        new("InternalServerErrorException", "The request processing has failed because of an unknown error, exception, or failure.", 500);

    private string Arn(string path) => Region.Arn("appmesh", $"mesh/{path}");

    /// <summary>Makes a resource, or finds the one that the same request made before.</summary>
    private Held<T> Create<T>(SortedDictionary<string, Held<T>> all, string path, object spec, string? token, List<TagRef>? tags, Func<ResourceMetadata, T> make)
    {
        var asked = JsonSerializer.Serialize(spec, Compact);
        if (all.TryGetValue(path, out var present))
        {
            return token is not null && token == present.Token && asked == present.Asked && present.Metadata.Version == 1
                ? present
                : throw AppMeshErrors.Conflict($"There is already a resource {path}.");
        }

        var metadata = new ResourceMetadata
        {
            Arn = Arn(path),
            CreatedAt = Now.UtcDateTime,
            LastUpdatedAt = Now.UtcDateTime,
            MeshOwner = Region.AccountId,
            ResourceOwner = Region.AccountId,
            Uid = Ids.Uuid(),
            Version = 1,
        };
        return all[path] = new Held<T> { Data = make(metadata), Metadata = metadata, Tags = Tags(tags), Token = token, Asked = asked };
    }

    /// <summary>Counts a change; false where the same request made it before.</summary>
    private bool IsNews<T>(Held<T> held, object spec, string? token)
    {
        var asked = JsonSerializer.Serialize(spec, Compact);
        if (token is not null && token == held.Token)
        {
            return asked == held.Asked ? false : throw AppMeshErrors.Conflict("The client token was used for a previous request with different specifications.");
        }

        (held.Token, held.Asked) = (token, asked);
        held.Metadata.Version++;
        held.Metadata.LastUpdatedAt = Now.UtcDateTime;
        return true;
    }

    private static Held<T> Find<T>(SortedDictionary<string, Held<T>> all, string path) =>
        all.GetValueOrDefault(path) ?? throw AppMeshErrors.NotFound(path);

    /// <summary>The mesh exists and is the account's own: none is shared with it.</summary>
    private string Mesh(string name, string? owner) =>
        (owner is null || owner == Region.AccountId) && State.Meshes.ContainsKey(name) ? name : throw AppMeshErrors.NotFound(name);

    private static IEnumerable<Held<T>> Under<T>(SortedDictionary<string, Held<T>> all, string path) =>
        all.Where(pair => pair.Key.StartsWith(path + "/", StringComparison.Ordinal)).Select(pair => pair.Value);

    private static void CheckQuota<T>(SortedDictionary<string, Held<T>> all, string parent, string path, int limit, string what)
    {
        if (!all.ContainsKey(path) && Under(all, parent).Count() >= limit)
        {
            throw AppMeshErrors.LimitExceeded(what, limit);
        }
    }

    private static Page<Held<T>> PageOf<T>(IEnumerable<Held<T>> items, string? token, int? limit) =>
        Paging.Of(items, held => held.Metadata.Arn, token, limit ?? 100, AppMeshErrors.InvalidToken);
}
