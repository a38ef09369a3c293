using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Tagging;

using Task = System.Threading.Tasks.Task;

namespace EcsPlatform.Core.Resources.Ecs;

/// <summary>Finds the revisions of the platform's task definitions.</summary>
internal static class RevisionListing
{
    /// <summary>The latest revision of every wanted family, and the one that its service runs; where that one has a stamp and the look takes it, nothing but the stamp.</summary>
    public static async Task<IReadOnlyList<(string Name, TaskDefinitionState State)>> ForComparisonAsync(Observation observation)
    {
        var wanted = observation.DesiredOf<TaskDefinitionResource>().Select(definition => definition.Name).ToHashSet(StringComparer.Ordinal);
        var stamped = observation.TakesFingerprints ? await StampedAsync(observation, wanted) : [];
        var described = await Task.WhenAll(wanted.Except(stamped.Select(family => family.Name)).Select(async family => (Name: family, State: await DescribedAsync(observation, family))).ToArray());
        var running = await RunningAsync(observation);

        // Families of services that the definition does not name, as they run.
        var others = await Task.WhenAll(running.Where(family => !wanted.Contains(family.Key)).Select(family => DescribeAsync(observation, family.First())).ToArray());
        var unnamed = await Task.WhenAll(others.OfType<DescribeTaskDefinitionResponse>().Select(async found =>
            (found.TaskDefinition.Family, await StateAsync(observation, found, null, []))).ToArray());
        return [.. stamped, .. described.Where(family => family.State is not null).Select(family => (family.Name, family.State!)), .. unnamed];
    }

    /// <summary>A family's latest revision, and the one that its service runs; null where it has no active revision.</summary>
    public static async Task<TaskDefinitionState?> DescribedAsync(Observation observation, string family)
    {
        if (await DescribeAsync(observation, family) is not { } latest)
        {
            return null;
        }

        var arn = (await RunningAsync(observation))[family].FirstOrDefault(arn => arn != latest.TaskDefinition.TaskDefinitionArn);
        var current = arn is null ? null : await DescribeAsync(observation, arn);
        return await StateAsync(observation, latest, current?.TaskDefinition, []);
    }

    /// <summary>Revisions that run, were registered by us and say so: they need no description as long as what is wanted of them is what they were registered with.</summary>
    private static async Task<IReadOnlyList<(string Name, TaskDefinitionState State)>> StampedAsync(Observation observation, HashSet<string> wanted)
    {
        var running = (await RunningAsync(observation)).Where(family => wanted.Contains(family.Key)).Select(family => family.First());
        var told = await Task.WhenAll(running.Select(async arn => (Arn: arn, Tags: await observation.TagsByArnAsync(arn))).ToArray());
        return
        [
            .. from revision in told
               where PlatformTags.AreOurs(observation.Scope, revision.Tags)
               let stamp = RevisionStamp.Read(revision.Arn, revision.Tags!)
               where stamp is not null
               select (FamilyOf(revision.Arn), new TaskDefinitionState(null, null, [], revision.Tags!) { Stamp = stamp }),
        ];
    }

    /// <summary>ARNs of the revisions that services run, by family.</summary>
    private static async Task<ILookup<string, string>> RunningAsync(Observation observation) =>
        (await ServiceListing.ServicesAsync(observation)).Select(service => service.TaskDefinition).Where(arn => arn is not null).ToLookup(FamilyOf, StringComparer.Ordinal);

    /// <summary>Every revision of every family that is ours: of our services, with our tags, or with a wanted name.</summary>
    public static async Task<IReadOnlyList<(string Name, TaskDefinitionState State)>> ForRemovalAsync(Observation observation)
    {
        var tagged = observation.TaggedAsync("ecs:task-definition");
        var families = FamiliesAsync(observation);
        var all = ServiceListing.ServicesAsync(observation);
        await Task.WhenAll(tagged, families, all);
        var services = (await all).Where(service => PlatformTags.AreOurs(observation.Scope, service.Tags.ToMap()));
        var ours = services.Select(service => FamilyOf(service.TaskDefinition)).Concat((await tagged).Keys.Select(FamilyOf)).ToHashSet(StringComparer.Ordinal);
        var wanted = observation.DesiredOf<TaskDefinitionResource>().Select(definition => definition.Name).Where(name => !ours.Contains(name)).ToHashSet(StringComparer.Ordinal);
        wanted.IntersectWith(await families);
        var found = await Task.WhenAll(ours.Union(wanted).Select(family => AllRevisionsAsync(observation, family, ours.Contains(family))).ToArray());
        return [.. found.OfType<(string, TaskDefinitionState)>()];
    }

    /// <summary>All families that begin as ours do, those without an active revision included.</summary>
    private static async Task<IReadOnlyCollection<string>> FamiliesAsync(Observation observation)
    {
        return !observation.DesiredOf<TaskDefinitionResource>().Any() ? [] : await Pages.AllAsync(
            next => observation.Aws.ECS.ListTaskDefinitionFamiliesAsync(
                new ListTaskDefinitionFamiliesRequest { FamilyPrefix = $"{Definition.Naming.ResourceType.TaskFamily.ShortName}-", Status = TaskDefinitionFamilyStatus.ALL, MaxResults = 100, NextToken = next },
                observation.Cancellation),
            page => page.Families,
            page => page.NextToken);
    }

    /// <summary>"task-payment-api-dev" of "arn:…:task-definition/task-payment-api-dev:3".</summary>
    private static string FamilyOf(string arn)
    {
        var name = arn.AfterLastSlash();
        var colon = name.LastIndexOf(':');
        return colon < 0 ? name : name[..colon];
    }

    /// <summary>ARNs of all revisions of a family, inactive ones included, oldest first.</summary>
    public static async Task<IReadOnlyList<string>> AllAsync(IAmazonECS ecs, string family, CancellationToken cancellation)
    {
        var lists = await Task.WhenAll(ListAsync(ecs, family, TaskDefinitionStatus.ACTIVE, cancellation), ListAsync(ecs, family, TaskDefinitionStatus.INACTIVE, cancellation));
        return [.. lists.SelectMany(list => list)];
    }

    private static async Task<(string Name, TaskDefinitionState State)?> AllRevisionsAsync(Observation observation, string family, bool owned)
    {
        var arns = await AllAsync(observation.Aws.ECS, family, observation.Cancellation);
        if (arns.Count == 0)
        {
            return null;
        }

        if (owned)
        {
            return (family, new TaskDefinitionState(null, null, arns, OurTags(observation)));
        }

        var newest = await DescribeAsync(observation, arns[^1]);
        return newest is null ? null : (family, await StateAsync(observation, newest, null, arns));
    }

    private static Task<List<string>> ListAsync(IAmazonECS ecs, string family, TaskDefinitionStatus status, CancellationToken cancellation) => Pages.AllAsync(
        next => ecs.ListTaskDefinitionsAsync(new ListTaskDefinitionsRequest { FamilyPrefix = family, Status = status, MaxResults = 100, NextToken = next }, cancellation),
        page => page.TaskDefinitionArns?.Where(arn => FamilyOf(arn) == family),
        page => page.NextToken);

    private static async Task<DescribeTaskDefinitionResponse?> DescribeAsync(Observation observation, string familyOrArn)
    {
        try
        {
            return await observation.Aws.ECS.DescribeTaskDefinitionAsync(new DescribeTaskDefinitionRequest { TaskDefinition = familyOrArn, Include = ["TAGS"] }, observation.Cancellation);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ClientException")
        {
            return null; // no such family, or no active revision of it
        }
    }

    /// <summary>A pipeline registers revisions without our tags: in the family that our own service runs they are ours all the same.</summary>
    private static async Task<TaskDefinitionState> StateAsync(Observation observation, DescribeTaskDefinitionResponse found, TaskDefinition? current, IReadOnlyList<string> revisions)
    {
        var tags = found.Tags.ToMap();
        if (!PlatformTags.AreOurs(observation.Scope, tags)
            && (await ServiceListing.ServicesAsync(observation)).FirstOrDefault(service => FamilyOf(service.TaskDefinition) == found.TaskDefinition.Family) is { } running
            && PlatformTags.AreOurs(observation.Scope, running.Tags.ToMap()))
        {
            tags = running.Tags.ToMap().ToDictionary(
                tag => tag.Key,
                tag => tag.Key == PlatformTags.Id ? tag.Value.Replace(ServiceKind.Instance.Type + "/", TaskDefinitionKind.Instance.Type + "/", StringComparison.Ordinal) : tag.Value,
                StringComparer.Ordinal);
        }

        return new TaskDefinitionState(found.TaskDefinition, current, revisions, tags);
    }

    private static Dictionary<string, string> OurTags(Observation observation) => new(StringComparer.Ordinal)
    {
        [PlatformTags.Platform] = observation.Scope.Platform,
        [PlatformTags.Environment] = observation.Scope.Suffix,
    };
}
