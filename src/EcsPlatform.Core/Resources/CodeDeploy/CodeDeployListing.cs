using Amazon.CodeDeploy.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Tagging;

namespace EcsPlatform.Core.Resources.CodeDeploy;

/// <summary>What the platform has in CodeDeploy.</summary>
/// <remarks>Where the definition wants nothing of it, a full look asks CodeDeploy only if the shared tag listing names something: platforms without it pay no call.
/// A removal asks by name, as the tag listing lags behind.</remarks>
internal static class CodeDeployListing
{
    private const int GroupsPerCall = 100; // CodeDeploy API, BatchGetDeploymentGroups

    public static string ApplicationName(Observation observation) => observation.Scope.Names.Shared(ResourceType.CodeDeployApplication);

    /// <summary>Names of the application's deployment groups; null where there is no such application.</summary>
    public static Task<IReadOnlyList<string>?> GroupNamesAsync(Observation observation) => observation.OnceAsync<IReadOnlyList<string>?>("deployment group names", async () =>
    {
        if (!await observation.MattersAsync<ApplicationResource>(ApplicationKind.Instance, $"codedeploy:{CodeDeployTags.Application}", $"codedeploy:{CodeDeployTags.Group}"))
        {
            return null;
        }

        try
        {
            var application = ApplicationName(observation);
            var names = await Pages.AllAsync(
                next => observation.Aws.CodeDeploy.ListDeploymentGroupsAsync(new ListDeploymentGroupsRequest { ApplicationName = application, NextToken = next }, observation.Cancellation),
                page => page.DeploymentGroups,
                page => page.NextToken);
            if (names.Count == 0)
            {
                // Not every endpoint that speaks CodeDeploy's API refuses to list the groups of an application that is not there.
                await observation.Aws.CodeDeploy.GetApplicationAsync(new GetApplicationRequest { ApplicationName = application }, observation.Cancellation);
            }

            return names;
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ApplicationDoesNotExistException")
        {
            return null;
        }
    });

    /// <summary>Deployment groups of an application, all of them with as few calls as the API allows; those that are not there are left out.</summary>
    public static async Task<IReadOnlyList<DeploymentGroupInfo>> GroupsAsync(AwsClients aws, string application, IEnumerable<string> names, CancellationToken cancellation)
    {
        try
        {
            var answers = await Task.WhenAll(names.Chunk(GroupsPerCall).Select(chunk => aws.CodeDeploy.BatchGetDeploymentGroupsAsync(
                new BatchGetDeploymentGroupsRequest { ApplicationName = application, DeploymentGroupNames = [.. chunk] }, cancellation)).ToArray());
            return [.. answers.SelectMany(answer => answer.DeploymentGroupsInfo ?? [])];
        }
        catch (AmazonServiceException error) when (error.ErrorCode is "ApplicationDoesNotExistException" or "DeploymentGroupDoesNotExistException")
        {
            return [];
        }
    }
}
