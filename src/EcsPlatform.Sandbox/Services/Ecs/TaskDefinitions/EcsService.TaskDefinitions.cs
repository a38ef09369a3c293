using Amazon.ECS;
using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Task definitions: families and their revisions.</summary>
internal sealed partial class EcsService
{
    private RegisterTaskDefinitionResponse RegisterTaskDefinition(RegisterTaskDefinitionRequest request, CallContext context)
    {
        TaskDefinitionRules.Check(request, role => Neighbours.FindRole(role) is not null);
        var tags = Tags(request.Tags);
        if (!State.Families.TryGetValue(request.Family, out var family))
        {
            State.Families[request.Family] = family = new FamilyRecord();
        }

        var record = new TaskDefinitionRecord
        {
            Tags = tags,
            TaskDefinition = TaskDefinitionDefaults.Fill(request, ++family.LastRevision),
        };
        record.TaskDefinition.TaskDefinitionArn = Region.Arn("ecs", $"task-definition/{request.Family}:{family.LastRevision}");
        record.TaskDefinition.RegisteredAt = Today;
        record.TaskDefinition.RegisteredBy = $"arn:aws:iam::{Region.AccountId}:root";
        family.Revisions[family.LastRevision] = record;
        return new RegisterTaskDefinitionResponse { TaskDefinition = record.TaskDefinition, Tags = request.Tags is null ? null : Tags(tags) };
    }

    private DeregisterTaskDefinitionResponse DeregisterTaskDefinition(DeregisterTaskDefinitionRequest request)
    {
        if (EcsNames.TaskDefinition(request.TaskDefinition) is not (_, { }))
        {
            throw EcsErrors.InvalidParameter("Invalid revision number. Number: null");
        }

        var definition = FindTaskDefinition(request.TaskDefinition)?.TaskDefinition
            ?? throw EcsErrors.Client("The specified task definition does not exist.");
        if (definition.Status?.Value == "DELETE_IN_PROGRESS")
        {
            throw EcsErrors.Client("The specified task definition is being deleted.");
        }

        definition.Status = TaskDefinitionStatus.INACTIVE;
        definition.DeregisteredAt ??= Today;
        return new DeregisterTaskDefinitionResponse { TaskDefinition = definition };
    }

    private DeleteTaskDefinitionsResponse DeleteTaskDefinitions(DeleteTaskDefinitionsRequest request)
    {
        if (request.TaskDefinitions.Count is 0 or > 10)
        {
            throw EcsErrors.InvalidParameter("The number of task definitions must be between 1 and 10.");
        }

        var response = new DeleteTaskDefinitionsResponse { TaskDefinitions = [], Failures = [] };
        foreach (var name in request.TaskDefinitions)
        {
            if (EcsNames.TaskDefinition(name) is not (_, { }) || FindTaskDefinition(name)?.TaskDefinition is not { } definition)
            {
                response.Failures.Add(new Failure { Arn = name, Reason = "The specified task definition identifier is invalid. Specify a valid name or ARN and try again." });
            }
            else if (definition.Status?.Value == "ACTIVE")
            {
                response.Failures.Add(new Failure { Arn = definition.TaskDefinitionArn, Reason = "The specified task definition is still in ACTIVE status. Please deregister the target and try again." });
            }
            else
            {
                definition.Status = TaskDefinitionStatus.DELETE_IN_PROGRESS;
                definition.DeleteRequestedAt ??= Today;
                response.TaskDefinitions.Add(definition);
            }
        }

        ForgetDeletedTaskDefinitions();
        return response;
    }

    private DescribeTaskDefinitionResponse DescribeTaskDefinition(DescribeTaskDefinitionRequest request)
    {
        var record = FindTaskDefinition(request.TaskDefinition) ?? throw EcsErrors.TaskDefinitionNotFound();
        return new DescribeTaskDefinitionResponse
        {
            TaskDefinition = record.TaskDefinition,
            Tags = request.Include?.Contains(TaskDefinitionField.TAGS) == true ? Tags(record.Tags) : null,
        };
    }

    private ListTaskDefinitionsResponse ListTaskDefinitions(ListTaskDefinitionsRequest request)
    {
        var status = request.Status ?? TaskDefinitionStatus.ACTIVE;
        var families = request.FamilyPrefix is { } family
            ? State.Families.Where(pair => pair.Key == family)
            : State.Families.OrderBy(pair => pair.Key, StringComparer.Ordinal);
        var arns = families.SelectMany(pair => pair.Value.Revisions.Values)
            .Where(record => record.TaskDefinition.Status == status)
            .Select(record => record.TaskDefinition.TaskDefinitionArn)
            .ToList();
        if (request.Sort?.Value == "DESC")
        {
            arns.Reverse();
        }

        var page = Paging.Of(arns, arn => arn, request.NextToken, PageSize(request.MaxResults, 100), EcsErrors.InvalidToken);
        return new ListTaskDefinitionsResponse { TaskDefinitionArns = [.. page.Items], NextToken = page.NextToken };
    }

    private ListTaskDefinitionFamiliesResponse ListTaskDefinitionFamilies(ListTaskDefinitionFamiliesRequest request)
    {
        // A family is ACTIVE as long as one of its revisions is.
        var families = State.Families
            .Where(pair => pair.Key.StartsWith(request.FamilyPrefix ?? "", StringComparison.Ordinal) && pair.Value.Revisions.Count > 0)
            .Where(pair => (request.Status?.Value ?? "ALL") switch
            {
                "ACTIVE" => IsActive(pair.Value),
                "INACTIVE" => !IsActive(pair.Value),
                _ => true,
            })
            .Select(pair => pair.Key)
            .Order(StringComparer.Ordinal);
        var page = Paging.Of(families, name => name, request.NextToken, PageSize(request.MaxResults, 100), EcsErrors.InvalidToken);
        return new ListTaskDefinitionFamiliesResponse { Families = [.. page.Items], NextToken = page.NextToken };

        static bool IsActive(FamilyRecord family) => family.Revisions.Values.Any(record => record.TaskDefinition.Status?.Value == "ACTIVE");
    }

    /// <summary>By ARN, "family:revision", or "family" for its latest active revision.</summary>
    private TaskDefinitionRecord? FindTaskDefinition(string name) => EcsNames.TaskDefinition(name) switch
    {
        (var family, null) => State.Families.GetValueOrDefault(family)?.Revisions.Values
            .LastOrDefault(record => record.TaskDefinition.Status?.Value == "ACTIVE"),
        (var family, { } revision) => State.Families.GetValueOrDefault(family)?.Revisions.GetValueOrDefault(revision),
        _ => null,
    };

    /// <summary>The revision that a service is to run; it must be active.</summary>
    private TaskDefinition ActiveTaskDefinition(string name)
    {
        var definition = FindTaskDefinition(name)?.TaskDefinition;
        return definition?.Status?.Value switch
        {
            null => throw EcsErrors.Client("TaskDefinition not found."),
            "ACTIVE" => definition,
            _ => throw EcsErrors.Client("TaskDefinition is inactive"),
        };
    }

    /// <summary>A revision that is to be deleted goes once no deployment and no task needs it.</summary>
    private void ForgetDeletedTaskDefinitions()
    {
        HashSet<string>? used = null;
        foreach (var family in State.Families.Values)
        {
            foreach (var (revision, record) in family.Revisions.Where(pair => pair.Value.TaskDefinition.Status?.Value == "DELETE_IN_PROGRESS").ToList())
            {
                used ??= [.. State.Services.Values.Where(service => service.Service.Status != "INACTIVE")
                    .SelectMany(service => service.Deployments).Select(deployment => deployment.Deployment.TaskDefinition),
                    .. State.Tasks.Values.Where(task => !task.IsStopped).Select(task => task.Task.TaskDefinitionArn)];
                if (!used.Contains(record.TaskDefinition.TaskDefinitionArn))
                {
                    family.Revisions.Remove(revision);
                }
            }
        }
    }
}
