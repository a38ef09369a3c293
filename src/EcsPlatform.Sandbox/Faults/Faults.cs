using System.IO.Enumeration;

namespace EcsPlatform.Sandbox;

/// <summary>Everything that goes wrong on demand: rules for calls, knobs for containers, health checks and alarms, and the kill switch.</summary>
/// <remarks>Chance depends on the seed, the rule, and how many calls of that operation came before, not on how calls of different operations interleave.</remarks>
public sealed class Faults
{
    private readonly object _gate = new();
    private readonly List<ArmedRule> _rules = [];
    private readonly HashSet<string> _crashes = [];
    private readonly HashSet<string> _unhealthy = [];
    private readonly HashSet<string> _alarms = [];
    private readonly Dictionary<string, double> _errorRates = [];
    private readonly Dictionary<string, TimeSpan> _slowStarts = [];
    private readonly HashSet<string> _withoutCapacity = [];
    private readonly Dictionary<string, double> _vcpuQuotas = [];
    private readonly Dictionary<string, Discontinuation> _discontinued = [];
    private readonly HashSet<string> _functions = [];
    private readonly HashSet<string> _unproven = [];
    private readonly int _seed;
    private (int CallsLeft, KillMode Mode)? _kill;

    internal Faults(int seed) => _seed = seed;

    /// <summary>Raised when a knob was turned, for services whose resources notice by themselves; not under the sandbox's lock.</summary>
    internal event Action? Changed;

    /// <summary>Raised when Spot capacity is taken back: pattern of services, families or revisions; not under the sandbox's lock.</summary>
    internal event Action<string>? SpotInterrupted;

    /// <summary>True once the kill switch has struck.</summary>
    public bool Killed { get; private set; }

    /// <summary>Adds a rule; the first rule that strikes decides.</summary>
    /// <param name="rule">The rule.</param>
    public void Add(FaultRule rule)
    {
        lock (_gate)
        {
            _rules.Add(new ArmedRule(rule, Hash.Mix((ulong)_seed, (ulong)_rules.Count + 1)));
        }
    }

    /// <summary>Adds bad weather: a share of all calls is answered with one of the kinds, each as likely as the other.</summary>
    /// <param name="share">Share of the calls, 0 to 1.</param>
    /// <param name="kinds">The kinds; all of them when left out.</param>
    public void AddWeather(double share, params FaultKind[] kinds)
    {
        kinds = kinds.Length == 0 ? Enum.GetValues<FaultKind>() : kinds;
        for (var i = 0; i < kinds.Length; i++)
        {
            // Each rule sees only what the ones before let pass, so that every kind gets the same share of all calls.
            var each = share / kinds.Length;
            Add(new FaultRule { Kind = kinds[i], Probability = each / (1 - (each * i)) });
        }
    }

    /// <summary>Takes all rules and knobs away and disarms the kill switch; a killed process stays dead until <see cref="Revive"/>.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
            _crashes.Clear();
            _unhealthy.Clear();
            _alarms.Clear();
            _errorRates.Clear();
            _slowStarts.Clear();
            _withoutCapacity.Clear();
            _vcpuQuotas.Clear();
            _discontinued.Clear();
            _functions.Clear();
            _unproven.Clear();
            _kill = null;
        }

        Changed?.Invoke();
    }

    /// <summary>The process dies at the n-th call from now (1 is the next one).</summary>
    /// <param name="callIndex">Which call, from 1.</param>
    /// <param name="mode">Whether that call still takes effect.</param>
    public void KillAt(int callIndex, KillMode mode)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(callIndex, 1);
        lock (_gate)
        {
            _kill = (callIndex, mode);
            Killed = false;
        }
    }

    /// <summary>A new process: calls are answered again and the kill switch is disarmed.</summary>
    public void Revive()
    {
        lock (_gate)
        {
            _kill = null;
            Killed = false;
        }
    }

    /// <summary>Containers of the matching services or images exit right after start.</summary>
    /// <param name="pattern">Service name or image, with * and ?.</param>
    /// <param name="crashes">False takes it back.</param>
    public void SetContainerCrash(string pattern, bool crashes = true) => Set(_crashes, pattern, crashes);

    /// <summary>Health checks (container's and target group's) of the matching services or images fail.</summary>
    /// <param name="pattern">Service name, target group name or image, with * and ?.</param>
    /// <param name="fails">False takes it back.</param>
    public void SetHealthCheckFailure(string pattern, bool fails = true) => Set(_unhealthy, pattern, fails);

    /// <summary>The matching alarms go to ALARM at their next evaluation.</summary>
    /// <param name="pattern">Alarm name, with * and ?.</param>
    /// <param name="fires">False takes it back.</param>
    public void SetAlarm(string pattern, bool fires = true) => Set(_alarms, pattern, fires);

    /// <summary>A share of the answers of the matching revisions are errors (HTTP 5xx). While a deployment of the service is on, CloudWatch gets the
    /// metrics of its load balancer every minute, and alarms on them go to ALARM.</summary>
    /// <param name="pattern">Service, family, "family:revision" or image, with * and ?.</param>
    /// <param name="rate">Share of the answers, 0 to 1; 0 takes it back.</param>
    public void SetErrorRate(string pattern, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1);
        lock (_gate)
        {
            _errorRates[pattern] = rate;
        }

        Changed?.Invoke();
    }

    /// <summary>Health checks (container's and target group's) of the matching services or images fail for a while after each start.</summary>
    /// <param name="pattern">Service, family, "family:revision", target group or image, with * and ?.</param>
    /// <param name="takes">How long; zero takes it back.</param>
    public void SetSlowStart(string pattern, TimeSpan takes)
    {
        lock (_gate)
        {
            _slowStarts[pattern] = takes;
        }

        Changed?.Invoke();
    }

    /// <summary>No task of the matching services or capacity providers can be placed: "Capacity is unavailable at this time".</summary>
    /// <param name="pattern">Service, family, "family:revision", "FARGATE" or "FARGATE_SPOT", with * and ?.</param>
    /// <param name="isShort">False takes it back.</param>
    public void SetCapacityShortage(string pattern, bool isShort = true) => Set(_withoutCapacity, pattern, isShort);

    /// <summary>The account may run so many vCPUs at once on Fargate: Service Quotas says so, and ECS places no task beyond.</summary>
    /// <param name="provider">"FARGATE" or "FARGATE_SPOT".</param>
    /// <param name="vcpus">How many; null takes it back.</param>
    public void SetVcpuQuota(string provider, double? vcpus)
    {
        lock (_gate)
        {
            if (vcpus is { } value)
            {
                _vcpuQuotas[provider] = value;
            }
            else
            {
                _vcpuQuotas.Remove(provider);
            }
        }

        Changed?.Invoke();
    }

    /// <summary>Takes back the Spot capacity under the matching services' running FARGATE_SPOT tasks, once.</summary>
    /// <param name="pattern">Service, family or "family:revision", with * and ?.</param>
    public void InterruptSpot(string pattern) => SpotInterrupted?.Invoke(pattern);

    /// <summary>For services: the share of answers that are errors, 0 to 1; the largest of what matches.</summary>
    /// <param name="names">Service, family, revision, image: whatever identifies it.</param>
    public double ErrorRate(params string?[] names) => Largest(_errorRates, names);

    /// <summary>For services: whether any revision was told to make errors.</summary>
    internal bool HasErrorRates
    {
        get
        {
            lock (_gate)
            {
                return _errorRates.Count > 0;
            }
        }
    }

    /// <summary>For services: how long health checks fail after a start.</summary>
    /// <param name="names">Service, family, revision, image: whatever identifies it.</param>
    public TimeSpan StartsSlowly(params string?[] names) => Largest(_slowStarts, names);

    /// <summary>For services: whether there is no room for another task.</summary>
    /// <param name="names">Service, family, revision, capacity provider.</param>
    public bool LacksCapacity(params string?[] names) => Matches(_withoutCapacity, names);

    /// <summary>For services: the vCPUs that may run at once on a capacity provider; null where nobody set it.</summary>
    /// <param name="provider">"FARGATE" or "FARGATE_SPOT".</param>
    internal double? VcpuQuota(string provider)
    {
        lock (_gate)
        {
            return _vcpuQuotas.TryGetValue(provider, out var vcpus) ? vcpus : null;
        }
    }

    /// <summary>For services: a number from 0 up to, not including, 1, the same for the same seed and key.</summary>
    /// <param name="key">What it is for.</param>
    internal double Chance(string key) => Hash.Unit(Hash.Mix((ulong)_seed, Hash.Of(key)));

    /// <summary>For services: whether a pattern names one of these.</summary>
    internal static bool IsNamed(string pattern, params string?[] names) =>
        names.Any(name => name is not null && FileSystemName.MatchesSimpleExpression(pattern, name));

    /// <summary>AWS has switched a service off: no call reaches it any more, and what needs it does not come up.</summary>
    /// <param name="service">The service by its signing name ("appmesh").</param>
    /// <param name="answer">How that looks; null brings the service back.</param>
    public void Discontinue(string service, Discontinuation? answer = Discontinuation.NoSuchHost)
    {
        lock (_gate)
        {
            _discontinued.Remove(service);
            if (answer is { } look)
            {
                _discontinued[service] = look;
            }
        }

        Changed?.Invoke();
    }

    /// <summary>How calls of a service that was switched off look; null where it is there.</summary>
    /// <param name="service">The service by its signing name.</param>
    public Discontinuation? DiscontinuationOf(string service)
    {
        lock (_gate)
        {
            return _discontinued.TryGetValue(service, out var answer) ? answer : null;
        }
    }

    /// <summary>The matching Lambda functions fail with an error.</summary>
    /// <param name="pattern">Function name, or "name:step" for one step of a rotation function ("rotate:setSecret"), with * and ?.</param>
    /// <param name="fails">False takes it back.</param>
    public void SetFunctionFailure(string pattern, bool fails = true) => Set(_functions, pattern, fails);

    /// <summary>Nobody proves to ACM whose the matching domains are (the DNS record is missing, the mail is not answered): certificates for them stay
    /// PENDING_VALIDATION, and time out after 72 hours.</summary>
    /// <param name="pattern">Domain name ("*.example.com") or a certificate's ARN, with * and ?.</param>
    /// <param name="isUnproven">False takes it back: the record is there now.</param>
    public void SetUnprovenDomain(string pattern, bool isUnproven = true) => Set(_unproven, pattern, isUnproven);

    /// <summary>For services: whether nobody proves whose a domain is.</summary>
    /// <param name="names">The domain, the certificate's ARN.</param>
    public bool DomainIsUnproven(params string?[] names) => Matches(_unproven, names);

    /// <summary>For services: whether a Lambda function fails.</summary>
    /// <param name="names">Its name, and its name with the step that it is asked for.</param>
    public bool FunctionFails(params string?[] names) => Matches(_functions, names);

    /// <summary>For services: whether a container of this service or image crashes on start.</summary>
    /// <param name="names">Service name, image, family: whatever identifies it.</param>
    public bool ContainerCrashes(params string?[] names) => Matches(_crashes, names);

    /// <summary>For services: whether the health check fails.</summary>
    /// <param name="names">Service name, target group name, image: whatever identifies it.</param>
    public bool HealthCheckFails(params string?[] names) => Matches(_unhealthy, names);

    /// <summary>For services: whether the alarm fires.</summary>
    /// <param name="name">The alarm's name.</param>
    public bool AlarmFires(string name) => Matches(_alarms, [name]);

    /// <summary>Decides a call's fate; called once per call, in order of arrival.</summary>
    internal Fate Next(string service, string operation)
    {
        lock (_gate)
        {
            if (Killed)
            {
                return new Fate(KillMode.BeforeEffect, null);
            }

            KillMode? kill = null;
            if (_kill is { } armed)
            {
                _kill = armed.CallsLeft > 1 ? armed with { CallsLeft = armed.CallsLeft - 1 } : null;
                kill = armed.CallsLeft == 1 ? armed.Mode : null;
                Killed = kill == KillMode.BeforeEffect;
            }

            FaultRule? struck = null;
            foreach (var rule in _rules)
            {
                // Every rule counts every call, so that one rule's strikes do not shift another's.
                if (rule.Strikes(service, operation))
                {
                    struck ??= rule.Take();
                }
            }

            return new Fate(kill, struck);
        }
    }

    /// <summary>The call that dies after its effect has come that far.</summary>
    internal void Die()
    {
        lock (_gate)
        {
            Killed = true;
        }
    }

    private void Set(HashSet<string> patterns, string pattern, bool on)
    {
        lock (_gate)
        {
            _ = on ? patterns.Add(pattern) : patterns.Remove(pattern);
        }

        Changed?.Invoke();
    }

    private bool Matches(HashSet<string> patterns, string?[] names)
    {
        lock (_gate)
        {
            return patterns.Count > 0
                && names.Any(name => name is not null && patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name)));
        }
    }

    private T Largest<T>(Dictionary<string, T> values, string?[] names)
        where T : struct
    {
        lock (_gate)
        {
            return values.Where(pair => IsNamed(pair.Key, names)).Select(pair => (T?)pair.Value).Max() ?? default(T);
        }
    }

    internal readonly record struct Fate(KillMode? Kill, FaultRule? Fault);
}
