using Amazon.Runtime;
using Amazon.ServiceDiscovery.Model;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.ServiceDiscovery;

/// <summary>What is left in a namespace of ours when it goes: Cloud Map deletes no namespace that is not empty.</summary>
internal static class LeftServices
{
    private const string ManagedByEcs = "AmazonECSManaged"; // ECS Developer Guide, Service Connect: tag of what ECS makes in Cloud Map

    /// <summary>Removes the services that ECS made for Service Connect, and ours; those that carry anybody else's tags stay.</summary>
    /// <exception cref="ResourceFailedException">Somebody else has services in it.</exception>
    public static async Task RemoveAsync(Live<NamespaceState> live, ApplyContext context)
    {
        var services = await CloudMapListing.ServicesAsync(context.Aws.ServiceDiscovery, live.Id, context.Cancellation);
        var removed = await Task.WhenAll(services.Select(service => RemoveAsync(service, context)).ToArray());
        if (services.Where((_, index) => !removed[index]).Select(service => service.Name).ToList() is { Count: > 0 } others)
        {
            throw new ResourceFailedException(
                "NamespaceInUse",
                $"Namespace {live.Name} holds services that are not this platform's: {string.Join(", ", others)}.",
                "They are left alone. Remove them yourself, then run it again.");
        }
    }

    private static async Task<bool> RemoveAsync(ServiceSummary service, ApplyContext context)
    {
        try
        {
            var tags = (await context.Aws.ServiceDiscovery.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceARN = service.Arn }, context.Cancellation)).Tags ?? [];
            if (tags.Count > 0 && !tags.Exists(tag => tag.Key is ManagedByEcs or PlatformTags.Platform))
            {
                return false;
            }

            await context.Aws.ServiceDiscovery.DeleteServiceAsync(new DeleteServiceRequest { Id = service.Id }, context.Cancellation);
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "ServiceNotFound" or "ResourceNotFoundException")
        {
            // ECS was faster.
        }

        return true;
    }
}
