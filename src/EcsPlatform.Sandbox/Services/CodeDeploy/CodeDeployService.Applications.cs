using Amazon.CodeDeploy;
using Amazon.CodeDeploy.Model;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>Applications: names that groups hang on.</summary>
internal sealed partial class CodeDeployService
{
    private CreateApplicationResponse CreateApplication(CreateApplicationRequest request)
    {
        var name = request.ApplicationName;
        CodeDeployErrors.Require(!State.Applications.ContainsKey(name), "ApplicationAlreadyExistsException", $"Application already exists: {name}");
        CodeDeployErrors.Require(request.ComputePlatform == ComputePlatform.ECS, "InvalidComputePlatformException", "The EcsPlatform sandbox has the compute platform ECS only.");
        var application = new ApplicationInfo
        {
            ApplicationId = Ids.Uuid(),
            ApplicationName = name,
            CreateTime = Today,
            LinkedToGitHub = false,
            ComputePlatform = request.ComputePlatform,
        };
        State.Applications[name] = new ApplicationRecord { Application = application, Tags = Tags(request.Tags) };
        return new CreateApplicationResponse { ApplicationId = application.ApplicationId };
    }

    /// <summary>Another name: the groups and the history come along.</summary>
    private UpdateApplicationResponse UpdateApplication(UpdateApplicationRequest request)
    {
        CodeDeployErrors.Require(request.ApplicationName is not null, "ApplicationNameRequiredException", "The application name is required.");
        var record = FindApplication(request.ApplicationName!);
        if (request.NewApplicationName is not { } name || name == request.ApplicationName)
        {
            return new UpdateApplicationResponse();
        }

        CodeDeployErrors.Require(!State.Applications.ContainsKey(name), "ApplicationAlreadyExistsException", $"Application already exists: {name}");
        State.Applications.Remove(request.ApplicationName!);
        record.Application.ApplicationName = name;
        State.Applications[name] = record;
        foreach (var (key, group) in State.Groups.Where(pair => pair.Value.Group.ApplicationName == request.ApplicationName).ToList())
        {
            State.Groups.Remove(key);
            group.Group.ApplicationName = name;
            State.Groups[group.Key] = group;
        }

        foreach (var deployment in State.Deployments.Values.Where(deployment => deployment.Info.ApplicationName == request.ApplicationName))
        {
            deployment.Info.ApplicationName = name;
            deployment.GroupKey = name + deployment.GroupKey[request.ApplicationName!.Length..];
        }

        return new UpdateApplicationResponse();
    }

    // One that is not there is deleted all the same.
    private DeleteApplicationResponse DeleteApplication(DeleteApplicationRequest request)
    {
        CodeDeployErrors.Require(!State.Deployments.Values.Any(deployment => !deployment.IsOver && deployment.Info.ApplicationName == request.ApplicationName),
            "InvalidOperationException", "The application has a deployment in progress.");
        State.Applications.Remove(request.ApplicationName);
        foreach (var key in State.Groups.Where(pair => pair.Value.Group.ApplicationName == request.ApplicationName).Select(pair => pair.Key).ToList())
        {
            State.Groups.Remove(key);
        }

        return new DeleteApplicationResponse();
    }

    private GetApplicationResponse GetApplication(GetApplicationRequest request) => new() { Application = FindApplication(request.ApplicationName).Application };

    private ListApplicationsResponse ListApplications(ListApplicationsRequest request)
    {
        var page = Paging.Of(State.Applications.Keys, name => name, request.NextToken, 100, InvalidToken);
        return new ListApplicationsResponse { Applications = [.. page.Items], NextToken = page.NextToken };
    }

    private BatchGetApplicationsResponse BatchGetApplications(BatchGetApplicationsRequest request)
    {
        CodeDeployErrors.Require(request.ApplicationNames.Count <= 100, "BatchLimitExceededException", "The maximum number of names is 100.");
        return new BatchGetApplicationsResponse { ApplicationsInfo = [.. request.ApplicationNames.Select(name => FindApplication(name).Application)] };
    }

    private ApplicationRecord FindApplication(string name) => State.Applications.GetValueOrDefault(name) ?? throw CodeDeployErrors.NoApplication(name);
}
