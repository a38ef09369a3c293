namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>Follows the traffic of a listener: a sample at every change, not by polling, so that no instant is missed.</summary>
/// <remarks>Dispose of it to stop. Samples are taken under the sandbox's lock, in the order of the changes.</remarks>
public sealed class TrafficMeter : IDisposable
{
    private readonly ElasticLoadBalancingService _service;
    private readonly Func<TrafficSample> _sample;
    private readonly List<TrafficSample> _samples = [];

    internal TrafficMeter(ElasticLoadBalancingService service, Func<TrafficSample> sample)
    {
        (_service, _sample) = (service, sample);
        _service.TrafficChanged += Take;
        Take();
    }

    /// <summary>The first sample and every later one that differs from the one before, oldest first.</summary>
    public IReadOnlyList<TrafficSample> Samples => _samples;

    /// <summary>The least share of requests, 0 to 1, that healthy targets served at any instant so far.</summary>
    public double LeastHealthyShare => _samples.Min(sample => sample.HealthyShare);

    /// <summary>The least share of requests, 0 to 1, that got a good answer at any instant so far.</summary>
    public double LeastServedShare => _samples.Min(sample => sample.ServedShare);

    /// <summary>The sample that was worst for healthy targets.</summary>
    public TrafficSample Worst => _samples.MinBy(sample => sample.HealthyShare)!;

    /// <summary>Forgets the samples but the present one.</summary>
    public void Restart()
    {
        _samples.Clear();
        Take();
    }

    /// <inheritdoc/>
    public void Dispose() => _service.TrafficChanged -= Take;

    private void Take()
    {
        var sample = _sample();
        if (_samples.Count == 0 || !IsSame(_samples[^1], sample))
        {
            _samples.Add(sample);
        }
    }

    private static bool IsSame(TrafficSample left, TrafficSample right) =>
        left.Rule == right.Rule
        && left.Weights.Count == right.Weights.Count && left.Weights.All(pair => right.Weights.TryGetValue(pair.Key, out var weight) && weight == pair.Value)
        && left.Targets.Count == right.Targets.Count
        && left.Targets.Zip(right.Targets).All(pair => pair.First with { Names = pair.Second.Names } == pair.Second);
}
