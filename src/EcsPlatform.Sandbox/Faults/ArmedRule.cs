namespace EcsPlatform.Sandbox;

/// <summary>A rule with its counts.</summary>
internal sealed class ArmedRule(FaultRule rule, ulong seed)
{
    private readonly Dictionary<string, ulong> _calls = [];
    private int _matched;
    private int _struck;

    public bool Strikes(string service, string operation)
    {
        if ((rule.Service is { } s && s != service) || (rule.Operation is { } o && o != operation))
        {
            return false;
        }

        _matched++;
        var key = service + "." + operation;
        var nth = _calls[key] = _calls.GetValueOrDefault(key) + 1;
        return (rule.Nth is null || rule.Nth == _matched)
            && (rule.Count is null || _struck < rule.Count)
            && Hash.Unit(Hash.Mix(Hash.Mix(seed, Hash.Of(key)), nth)) < rule.Probability;
    }

    public FaultRule Take()
    {
        _struck++;
        return rule;
    }
}
