using Amazon.Lambda.Model;
using Amazon.Runtime;
using EcsPlatform.Core.Definition.Naming;
using EcsPlatform.Core.Engine;
using EcsPlatform.Core.Resources.Logs;
using EcsPlatform.Core.Resources.Tagging;
using EcsPlatform.Core.Rotation;

namespace EcsPlatform.Core.Resources.Lambda;

/// <summary>Finds the platform's functions: their names are few and known, so they are asked for by name.</summary>
internal static class FunctionListing
{
    /// <summary>What a function is called within the platform: "random", "postgresql-vpc".</summary>
    public static string KeyOf(RotationFunction function, bool inVpc) => RotationFunctions.NameOf(function) + (inVpc ? "-vpc" : "");

    public static async Task<IReadOnlyList<FunctionState>> FunctionsAsync(Observation observation)
    {
        // A platform without functions costs no call of its own: what is left of former ones is in the listing that all share.
        var tagged = (await observation.TaggedAsync("lambda:function")).Keys.Select(arn => arn.Split(':').ElementAtOrDefault(6)).OfType<string>();
        var wanted = observation.DesiredOf<FunctionResource>().Select(function => function.Name);

        // The tagging API lags behind by seconds: a function that was made a moment ago shows by its log group, which is made before it and goes after it.
        var logged = (await LogGroupKind.ListAsync(observation))
            .Select(group => group.LogGroupName)
            .Where(name => name.StartsWith(LogGroupPrefix(observation.Scope), StringComparison.Ordinal))
            .Select(name => observation.Scope.Names.Shared(ResourceType.RotationFunction, name[LogGroupPrefix(observation.Scope).Length..]));
        var names = tagged.Concat(wanted).Concat(logged).Distinct(StringComparer.Ordinal);
        return [.. (await Task.WhenAll(names.Select(name => DetailAsync(observation, name)).ToArray())).OfType<FunctionState>()];
    }

    /// <summary>What the log groups of functions begin with: no service's name has a slash.</summary>
    private static string LogGroupPrefix(PlatformScope scope) => scope.Names.LogGroup("rotation/");

    private static async Task<FunctionState?> DetailAsync(Observation observation, string name)
    {
        try
        {
            var function = observation.Aws.Lambda.GetFunctionAsync(new GetFunctionRequest { FunctionName = name }, observation.Cancellation);
            var policy = observation.Depth == ObservationDepth.Full ? PolicyAsync(observation, name) : Task.FromResult<string?>(null);
            await Task.WhenAll(function, policy);
            return new FunctionState((await function).Configuration, await policy, (await function).Tags ?? []);
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ResourceNotFoundException")
        {
            return null;
        }
    }

    private static async Task<string?> PolicyAsync(Observation observation, string name)
    {
        try
        {
            return (await observation.Aws.Lambda.GetPolicyAsync(new GetPolicyRequest { FunctionName = name }, observation.Cancellation)).Policy;
        }
        catch (AmazonServiceException error) when (error.ErrorCode == "ResourceNotFoundException")
        {
            return null; // no statement yet, or no function
        }
    }
}
