using Amazon.ECS.Model;
using EcsPlatform.Aws;
using EcsPlatform.Core.Resources.Ecs;

namespace EcsPlatform.Core.Deployments;

/// <summary>The revision that a service runs, asked for once: for what is looked at before a deployment, and for the next revision, which is written into it.</summary>
internal sealed class RunningRevision
{
    private DescribeTaskDefinitionResponse? _answer;
    private readonly Dictionary<string, string> _images;

    private RunningRevision(DescribeTaskDefinitionResponse answer)
    {
        _answer = answer;
        _images = answer.TaskDefinition.ContainerDefinitions.Where(container => container.Image is not null)
            .ToDictionary(container => container.Name, container => container.Image, StringComparer.Ordinal);
        Cpu = answer.TaskDefinition.Cpu;
    }

    /// <summary>CPU units of a task.</summary>
    public string? Cpu { get; }

    /// <summary>Asks for a revision with its tags.</summary>
    public static async Task<RunningRevision> AskAsync(AwsClients aws, string taskDefinition, CancellationToken cancellation) =>
        new(await aws.ECS.DescribeTaskDefinitionAsync(new DescribeTaskDefinitionRequest { TaskDefinition = taskDefinition, Include = ["TAGS"] }, cancellation));

    /// <summary>The image of a container; null where there is no such container.</summary>
    public string? ImageOf(string container) => _images.GetValueOrDefault(container);

    /// <summary>The revision and its tags, for whoever writes the next one into it; null when somebody has had it already.</summary>
    public (TaskDefinition Definition, IReadOnlyDictionary<string, string> Tags)? Take() =>
        Interlocked.Exchange(ref _answer, null) is { } whole ? (whole.TaskDefinition, whole.Tags.ToMap()) : null;
}
