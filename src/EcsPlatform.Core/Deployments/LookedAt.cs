using Amazon.Runtime;
using EcsPlatform.Aws;

namespace EcsPlatform.Core.Deployments;

/// <summary>What is known of one service's revisions and image before its deployment.</summary>
internal sealed record LookedAt
{
    /// <summary>The revision that it runs; null where nothing had to be known of it.</summary>
    public RunningRevision? Running { get; init; }

    /// <summary>The image that runs; null where the images do not matter.</summary>
    public string? RunningImage { get; init; }

    /// <summary>The image that comes; null where it stays.</summary>
    public string? NewImage { get; init; }

    /// <summary>Its digest; null where the registry was not asked.</summary>
    public string? Digest { get; init; }

    /// <summary>vCPUs that the new tasks need, by capacity provider.</summary>
    public IReadOnlyDictionary<string, double> Vcpus { get; init; } = new Dictionary<string, double>();

    /// <summary>What is in the way.</summary>
    public IReadOnlyList<DeploymentProblem> Problems { get; init; } = [];

    /// <summary>Asks for the revisions that matter, once each, and for the image.</summary>
    public static async Task<LookedAt> AskAsync(AwsClients aws, TimeProvider clock, DeployedService service, DeploymentChange change, DeploymentChecks checks, CancellationToken cancellation)
    {
        var isImageAsked = change.Image is not null || checks.MaximumSeverity is not null;
        var isSizeAsked = VcpuNeed.NewTasks(service, change) > 0 && change.Cpu is null;
        var earlier = change.Revision is { } wanted && isSizeAsked ? EarlierAsync(aws, service, wanted, cancellation) : null;
        var running = isImageAsked || change.MakesRevision || isSizeAsked && change.Revision is null
            ? await RunningRevision.AskAsync(aws, service.Service.TaskDefinition, cancellation)
            : null;
        var known = new LookedAt { Running = running };
        if (isImageAsked && running!.ImageOf(service.Name) is { } image)
        {
            known = await ImageAsync(aws, clock, service, change, checks, known, image, cancellation);
        }

        if (earlier is not null && await earlier is null)
        {
            return known with
            {
                Problems = [.. known.Problems, new("RevisionNotFound", service.Name, $"There is no revision {change.Revision}.", "Get-BlueGreenDeployment -History shows what was deployed; a revision that was deregistered does not come back.")],
            };
        }

        var cpu = change.Cpu?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? (earlier is null ? running : await earlier)?.Cpu;
        return known with { Vcpus = VcpuNeed.Of(service, change, cpu) };
    }

    private static async Task<LookedAt> ImageAsync(
        AwsClients aws, TimeProvider clock, DeployedService service, DeploymentChange change, DeploymentChecks checks, LookedAt known, string image, CancellationToken cancellation)
    {
        var comes = change.Image is null ? image : RevisionChange.Image(image, change.Image);
        var (digest, problems) = await new ImageCheck(aws, clock, service.Scope.Region, checks).AskAsync(service.Name, comes, cancellation);
        return known with { RunningImage = image, NewImage = change.Image is null ? null : comes, Digest = digest, Problems = problems };
    }

    private static async Task<RunningRevision?> EarlierAsync(AwsClients aws, DeployedService service, string wanted, CancellationToken cancellation)
    {
        try
        {
            return await RunningRevision.AskAsync(aws, RevisionRegistration.Named(service.Service.TaskDefinition, wanted), cancellation);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ClientException")
        {
            return null; // ECS API: "Unable to describe task definition."
        }
    }
}
