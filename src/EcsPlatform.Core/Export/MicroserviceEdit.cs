using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Definition.Reading;

namespace EcsPlatform.Core.Export;

/// <summary>What is to become of one microservice: only what is said changes, all else stays as it is.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="Apply">The service as it is to be, given what is there; null for a service that is not there yet.</param>
public sealed record MicroserviceEdit(string Name, Func<MicroserviceDefinition?, ProblemsOr<MicroserviceDefinition>> Apply)
{
    private const int SmallestCpu = 256; // CPU units
    private const int MemoryPerCpu = 2; // MiB per CPU unit: a pair that Fargate has, whatever the CPU

    /// <summary>What its task role may do from now on; null to leave that as it is.</summary>
    public IReadOnlyList<PolicyStatement>? Permissions { get; init; }

    /// <summary>An edit written with the keys of a definition's service. A new service has 256 CPU units, and twice as many MiB as CPU units, unless it says otherwise. An error alarm with a count of 0 goes.</summary>
    /// <param name="name">The service's name.</param>
    /// <param name="text">A mapping in JSON or YAML.</param>
    public static MicroserviceEdit Of(string name, string text) => new(name, former => Read(name, text, former));

    private static ProblemsOr<MicroserviceDefinition> Read(string name, string text, MicroserviceDefinition? former)
    {
        var problems = new ProblemList(null);
        var source = new SourceMap("");
        try
        {
            var start = former ?? new MicroserviceDefinition { Name = name, Cpu = SmallestCpu, Memory = 0 };
            if (SourceComposer.Compose(text) is { } node && new PartBinder(source, problems).Part(typeof(MicroserviceDefinition), node, "", start) is MicroserviceDefinition read)
            {
                var whole = read with
                {
                    Name = name,
                    Memory = read.Memory == 0 ? MemoryPerCpu * read.Cpu : read.Memory,
                    Deployment = DeploymentMove.Settle(read.Deployment, SaidOf(node, "deployment")),
                };
                return new ProblemsOr<MicroserviceDefinition>(problems.Count == 0 ? whole : null, problems.Sorted());
            }
        }
        catch (SourceException error)
        {
            problems.AddAt(error.Id, "", error.Position, [.. error.Arguments]);
        }

        return new ProblemsOr<MicroserviceDefinition>(null, problems.Sorted());
    }

    private static HashSet<string> SaidOf(SourceNode node, string part) =>
        [.. (Value(node, part) as MappingNode)?.Entries.Select(entry => entry.Key.Text) ?? []];

    private static SourceNode? Value(SourceNode node, string key) => (node as MappingNode)?.Entries.FirstOrDefault(entry => entry.Key.Text == key)?.Value;
}

/// <summary>A value, or why there is none.</summary>
/// <param name="Value">The value; null when there are problems.</param>
/// <param name="Problems">What is wrong.</param>
public sealed record ProblemsOr<T>(T? Value, IReadOnlyList<DefinitionProblem> Problems)
    where T : class;

/// <summary>A microservice that was left out of a change; the others go on.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="Problems">Why; paths are those within the service. Empty when the service is not there.</param>
public sealed record RefusedMicroservice(string Name, IReadOnlyList<DefinitionProblem> Problems);
