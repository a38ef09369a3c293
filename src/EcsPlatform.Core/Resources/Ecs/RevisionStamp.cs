using System.Globalization;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>A revision and the hash of what it says, without the microservice's own image, which belongs to deployments. Revisions never change, so the hash stands for
/// the revision for good; it names the revision, so that tags which somebody copies to the next one are not believed.</summary>
/// <param name="Arn">The revision's ARN.</param>
/// <param name="Hash">Stands for all that is compared.</param>
internal sealed record RevisionStamp(string Arn, string Hash)
{
    /// <summary>The stamp on a revision; null where it has none of its own.</summary>
    public static RevisionStamp? Read(string arn, IReadOnlyDictionary<string, string> tags) =>
        Fingerprint.Read(tags) is { } told && arn.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{told.Version}"), StringComparison.Ordinal) ? new RevisionStamp(arn, told.Hash) : null;

    /// <summary>The hash of a revision that a request would register.</summary>
    /// <param name="request">The registration.</param>
    /// <param name="service">The microservice, whose container's image does not count.</param>
    public static string HashOf(RegisterTaskDefinitionRequest request, string service) =>
        Fingerprint.HashOf(TaskDefinitionShape.Of(request).Where(property => property.Key != $"{service}.image"));

    /// <summary>Registers a revision with its stamp.</summary>
    /// <param name="ecs">The client.</param>
    /// <param name="request">The registration.</param>
    /// <param name="service">The microservice that it is for.</param>
    /// <param name="before">The latest revision that is known; 0 for none. The next number is not AWS's to tell before the call: a stamp that guessed wrong is put right.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task<TaskDefinition> RegisterAsync(IAmazonECS ecs, RegisterTaskDefinitionRequest request, string service, int before, CancellationToken cancellation)
    {
        var stamp = new Fingerprint(before + 1, HashOf(request, service));
        request.Tags = EcsTags.List(stamp.On(request.Tags.ToMap()));
        var revision = (await ecs.RegisterTaskDefinitionAsync(request, cancellation)).TaskDefinition;
        if (revision.Revision is { } number && number != stamp.Version)
        {
            await CorrectAsync(ecs, revision.TaskDefinitionArn, stamp with { Version = number }, cancellation);
        }

        return revision;
    }

    /// <summary>Without it the revision costs a description in every look, and nothing else: no reason to fail, or to register once more.</summary>
    private static async Task CorrectAsync(IAmazonECS ecs, string arn, Fingerprint stamp, CancellationToken cancellation)
    {
        try
        {
            await ecs.TagResourceAsync(new TagResourceRequest { ResourceArn = arn, Tags = [new Tag { Key = PlatformTags.Spec, Value = stamp.ToString() }] }, cancellation);
        }
        catch (Exception error) when (error is AmazonServiceException || Patience.IsTransient(error))
        {
            // As it was.
        }
    }
}
