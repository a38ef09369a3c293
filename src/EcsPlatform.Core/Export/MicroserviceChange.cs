using System.Globalization;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Export;

/// <summary>Many microservices made or changed in one go. What is wrong with one is that one's affair: it is left out, and the others go on.</summary>
/// <param name="scope">Which copy of which platform.</param>
/// <param name="edits">One for each service.</param>
/// <param name="onlyExisting">Makes no new service: one that is not there is refused.</param>
public sealed class MicroserviceChange(PlatformScope scope, IReadOnlyList<MicroserviceEdit> edits, bool onlyExisting = false)
{
    private const string Services = "services[";

    private readonly Dictionary<string, RefusedMicroservice> _refused = new(StringComparer.Ordinal);
    private readonly HashSet<string> _own = [.. edits.Select(edit => edit.Name)];

    /// <summary>The services that are left out; known once the change was planned.</summary>
    public IReadOnlyCollection<RefusedMicroservice> Refused => _refused.Values;

    /// <summary>The services that are in.</summary>
    public IEnumerable<MicroserviceEdit> Accepted => edits.Where(edit => !_refused.ContainsKey(edit.Name));

    /// <summary>Plans the change; looks again without those whose names or values AWS would not take.</summary>
    /// <exception cref="PlatformChangeException">A part is missing, or the platform is not valid for another reason.</exception>
    public async Task<Plan> PlanAsync(PlatformSession session, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        while (true)
        {
            var plan = await session.PlanChangeAsync(AsChange(), cancellation);
            if (!RefuseProblems(plan))
            {
                return plan;
            }
        }
    }

    private PlatformChange AsChange() => new(scope, PlatformParts.Services, Apply)
    {
        // What these services no longer want goes: a policy of scaling, a target group without a route.
        Removes = _own,
        Requires = PlatformParts.Network | PlatformParts.Cluster,
        Adds = onlyExisting ? [] : [.. Accepted.Select(Alone).OfType<MicroserviceDefinition>()],
    };

    /// <summary>The service as if it were the first, so that its names can be looked for; refused when it could not have a name at all.</summary>
    private MicroserviceDefinition? Alone(MicroserviceEdit edit)
    {
        var bare = new MicroserviceDefinition { Name = edit.Name, Cpu = 256, Memory = 512 };
        var alone = edit.Apply(null).Value is { } read ? bare with { Image = read.Image, Port = read.Port, Route = read.Port is null ? null : read.Route } : bare;
        if (Validate(alone).Count == 0)
        {
            return alone;
        }

        if (Validate(bare) is { Count: > 0 } unnamed)
        {
            Refuse(edit.Name, unnamed);
            return null;
        }

        return bare;
    }

    private List<DefinitionProblem> Validate(MicroserviceDefinition alone)
    {
        var platform = new PlatformDefinition { Name = scope.Platform, EnvironmentSuffix = scope.Suffix, Region = scope.Region, LoadBalancer = new LoadBalancerDefinition(), Services = [alone] };
        return [.. DefinitionValidator.Validate(platform).Where(problem => IndexOf(problem) is 0).Select(Within)];
    }

    private PlatformDefinition Apply(PlatformDefinition live)
    {
        while (true)
        {
            var accepted = Accepted.ToList();
            var changed = accepted.Aggregate(live, Apply);
            var guilty = DefinitionValidator.Validate(changed)
                .Where(problem => IndexOf(problem) is not null)
                .GroupBy(problem => changed.Services[IndexOf(problem)!.Value].Name, Within, StringComparer.Ordinal)
                .Where(group => accepted.Exists(edit => edit.Name == group.Key))
                .ToList();
            foreach (var group in guilty)
            {
                Refuse(group.Key, [.. group]);
            }

            if (guilty.Count == 0 && accepted.Count == Accepted.Count())
            {
                return changed;
            }
        }
    }

    private PlatformDefinition Apply(PlatformDefinition definition, MicroserviceEdit edit)
    {
        var former = definition.Services.FirstOrDefault(service => service.Name == edit.Name);
        if (former is null && onlyExisting)
        {
            Refuse(edit.Name, []);
            return definition;
        }

        var (edited, problems) = edit.Apply(former);
        if (edited is null)
        {
            Refuse(edit.Name, problems);
            return definition;
        }

        definition = edit.Permissions is null ? definition : Permit(definition, ref edited, edit.Permissions);
        return definition with
        {
            Services = former is null ? [.. definition.Services, edited] : [.. definition.Services.Select(service => service == former ? edited : service)],
        };
    }

    /// <summary>A service's own policy bears its name, as when it is read back from its task role.</summary>
    private static PlatformDefinition Permit(PlatformDefinition definition, ref MicroserviceDefinition service, IReadOnlyList<PolicyStatement> permissions)
    {
        var name = service.Name;
        var others = definition.Policies.Where(policy => policy.Name != name);
        service = service with { Policies = permissions.Count == 0 ? [] : [name] };
        return definition with { Policies = permissions.Count == 0 ? [.. others] : [.. others, new PolicyDefinition { Name = name, Statements = permissions }] };
    }

    private bool RefuseProblems(Plan plan)
    {
        var services = plan.Steps.Where(step => step.Service is not null).ToLookup(step => step.LogicalId, step => step.Service!, StringComparer.Ordinal);
        var guilty = plan.Problems
            .SelectMany(problem => services[problem.LogicalId].Distinct().Select(service => (Service: service, Problem: problem)))
            .GroupBy(pair => pair.Service, pair => new DefinitionProblem(pair.Problem.Id, "", 0, 0, pair.Problem.LogicalId, pair.Problem.Message, pair.Problem.Advice), StringComparer.Ordinal)
            .Where(group => Accepted.Any(edit => edit.Name == group.Key))
            .ToList();
        foreach (var group in guilty)
        {
            Refuse(group.Key, [.. group]);
        }

        return guilty.Count > 0;
    }

    private void Refuse(string service, IReadOnlyList<DefinitionProblem> problems)
    {
        _refused[service] = new RefusedMicroservice(service, problems);
        _own.Remove(service);
    }

    private static int? IndexOf(DefinitionProblem problem) =>
        problem.Path.StartsWith(Services, StringComparison.Ordinal) && int.TryParse(problem.Path.AsSpan(Services.Length, problem.Path.IndexOf(']', StringComparison.Ordinal) - Services.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;

    private static DefinitionProblem Within(DefinitionProblem problem) => problem with { Path = problem.Path[(problem.Path.IndexOf(']', StringComparison.Ordinal) + 1)..].TrimStart('.') };
}
