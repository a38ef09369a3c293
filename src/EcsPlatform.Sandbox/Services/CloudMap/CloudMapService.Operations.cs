using System.Globalization;
using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;

namespace EcsPlatform.Sandbox.Services.CloudMap;

/// <summary>Operations: SUBMITTED, PENDING, then SUCCESS or FAIL.</summary>
internal sealed partial class CloudMapService
{
    /// <summary>Finished operations that can still be looked up.</summary>
    private const int OperationsKept = 500;

    private string Submit(OperationType type, Dictionary<string, string> targets, NamespaceRecord? made = null, InstanceRecord? instance = null)
    {
        var operation = new Operation
        {
            Id = $"{Ids.Text(LettersAndDigits, 32)}-{Ids.Text(LettersAndDigits, 8)}",
            OwnerAccount = Region.AccountId,
            Type = type,
            Status = OperationStatus.SUBMITTED,
            CreateDate = Now.UtcDateTime,
            UpdateDate = Now.UtcDateTime,
            Targets = targets,
        };
        if (State.Operations.Count >= OperationsKept && State.Operations.FindIndex(record => !record.IsUnderWay) is >= 0 and var oldest)
        {
            State.Operations.RemoveAt(oldest);
        }

        State.Operations.Add(new OperationRecord { Operation = operation, Namespace = made, Instance = instance });
        _operation.After(CloudMapPace.Submitted, operation.Id);
        return operation.Id;
    }

    private void AdvanceOperation(string id)
    {
        if (State.Operations.Find(record => record.Operation.Id == id) is not { } record)
        {
            return;
        }

        record.Operation.UpdateDate = Now.UtcDateTime;
        if (record.Operation.Status == OperationStatus.SUBMITTED)
        {
            record.Operation.Status = OperationStatus.PENDING;
            _operation.After(Duration(record), id);
            return;
        }

        record.Operation.Status = OperationStatus.SUCCESS;
        Finish(record);
    }

    private TimeSpan Duration(OperationRecord record) => record.Operation.Type.Value switch
    {
        "CREATE_NAMESPACE" or "DELETE_NAMESPACE" or "UPDATE_NAMESPACE" =>
            (record.Namespace ?? State.Namespaces[record.Target("NAMESPACE")!]).Vpc is null ? CloudMapPace.Pending : CloudMapPace.PendingDns,
        _ => State.Services.GetValueOrDefault(record.Target("SERVICE")!)?.Service.DnsConfig is null ? CloudMapPace.Pending : CloudMapPace.PendingRecords,
    };

    private void Finish(OperationRecord record)
    {
        switch (record.Operation.Type.Value)
        {
            case "CREATE_NAMESPACE":
                FinishCreation(record);
                break;
            case "DELETE_NAMESPACE":
                State.Namespaces.Remove(record.Target("NAMESPACE")!);
                break;
            case "REGISTER_INSTANCE":
                FinishRegistration(record);
                break;
            case "DEREGISTER_INSTANCE":
                FinishDeregistration(record);
                break;
            default:
                break;
        }
    }

    private static void Fail(Operation operation, string code, string message)
    {
        operation.Status = OperationStatus.FAIL;
        operation.ErrorCode = code;
        operation.ErrorMessage = message;
    }

    /// <summary>The operation that still works on a namespace or a service itself, not on its instances.</summary>
    private OperationRecord? UnderWay(string kind, string id) =>
        State.Operations.Find(record => record.IsUnderWay && record.Target(kind) == id && record.Target("INSTANCE") is null);

    private GetOperationResponse GetOperation(GetOperationRequest request) => new()
    {
        Operation = State.Operations.Find(record => record.Operation.Id == request.OperationId)?.Operation
            ?? throw new AwsError("OperationNotFound", $"No operation exists with the ID {request.OperationId}."),
    };

    private ListOperationsResponse ListOperations(ListOperationsRequest request)
    {
        var page = PageOf(State.Operations.Select(record => record.Operation), operation => operation.Id, request.NextToken, request.MaxResults);
        return new ListOperationsResponse
        {
            NextToken = page.NextToken,
            Operations =
            [
                .. page.Items.Where(operation => (request.Filters ?? []).All(filter => Matches(operation, filter)))
                    .Select(operation => new OperationSummary { Id = operation.Id, Status = operation.Status }),
            ],
        };
    }

    private static bool Matches(Operation operation, OperationFilter filter) => filter.Name.Value switch
    {
        "NAMESPACE_ID" => FilterRules.Matches(operation.Targets.GetValueOrDefault("NAMESPACE"), filter.Condition, filter.Values),
        "SERVICE_ID" => FilterRules.Matches(operation.Targets.GetValueOrDefault("SERVICE"), filter.Condition, filter.Values),
        "TYPE" => FilterRules.Matches(operation.Type.Value, filter.Condition, filter.Values),
        "UPDATE_DATE" => IsBetween(operation.UpdateDate!.Value, filter.Values),

        // The documentation writes SUCCEED where the operation says SUCCESS.
        _ => FilterRules.Matches(operation.Status.Value, filter.Condition, [.. filter.Values.Select(value => value == "SUCCEED" ? "SUCCESS" : value)]),
    };

    private static bool IsBetween(DateTime moment, List<string> values)
    {
        CloudMapErrors.Require(values.Count == 2, "UPDATE_DATE takes a start and an end.");
        return moment >= At(values[0]) && moment <= At(values[1]);

        static DateTime At(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? DateTime.UnixEpoch.AddSeconds(seconds)
            : throw CloudMapErrors.InvalidInput($"{text} is no date in Unix format.");
    }
}
