using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;
using EcsPlatform.Aws;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.ServiceDiscovery;

/// <summary>Cloud Map's operations: a namespace that is being made is not listed yet, one that is going is listed still.</summary>
internal static class CloudMapOperations
{
    private const int PageSize = 100; // Cloud Map API, the most
    private const int MostLooks = 30;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(4); // a hosted zone takes about a minute to come or go

    /// <summary>Waits until an operation has succeeded; one poll for all.</summary>
    /// <exception cref="ResourceFailedException">It has failed; Cloud Map's reason is in the message.</exception>
    public static async Task<Operation> EndAsync(this ApplyContext context, string operationId, string otherwise)
    {
        var poll = context.Waits.Poll<Operation>("Cloud Map operation", async (ids, cancellation) =>
        {
            // No listing tells targets and errors of operations: one call each, and there is one namespace.
            var answers = await Task.WhenAll(ids.Select(id => context.Aws.ServiceDiscovery.GetOperationAsync(new GetOperationRequest { OperationId = id }, cancellation)).ToArray());
            return answers.Select(answer => answer.Operation).ToDictionary(operation => operation.Id, StringComparer.Ordinal);
        });
        var ended = await poll.UntilAsync(operationId, operation => operation?.Status?.Value switch
        {
            "SUCCESS" => true,
            "FAIL" => throw new ResourceFailedException("CloudMapOperationFailed", $"{otherwise}: {operation.ErrorCode} {operation.ErrorMessage}", "Run it again: it goes on from here."),
            _ => false,
        });
        return ended!;
    }

    /// <summary>Waits until no namespace of the account is being made or removed: a run that died may have begun it.</summary>
    /// <returns>True when there was something to wait for, and what was listed before may be so no longer.</returns>
    public static async Task<bool> SettleAsync(Observation observation)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            if ((await UnderWayAsync(observation)).Count == 0)
            {
                return look > 0;
            }

            await observation.Clock.DelayAsync(Pause, observation.Cancellation);
        }

        return true;
    }

    private static Task<List<OperationSummary>> UnderWayAsync(Observation observation) => Pages.AllAsync(
        next => observation.Aws.ServiceDiscovery.ListOperationsAsync(
            new ListOperationsRequest
            {
                Filters =
                [
                    new OperationFilter { Name = OperationFilterName.STATUS, Condition = FilterCondition.IN, Values = ["SUBMITTED", "PENDING"] },
                    new OperationFilter { Name = OperationFilterName.TYPE, Condition = FilterCondition.IN, Values = ["CREATE_NAMESPACE", "DELETE_NAMESPACE"] },
                ],
                MaxResults = PageSize,
                NextToken = next,
            },
            observation.Cancellation),
        page => page.Operations?.Where(operation => operation.Status?.Value is "SUBMITTED" or "PENDING"), // not every endpoint filters
        page => page.NextToken);
}
