using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using EcsPlatform.Aws;

namespace EcsPlatform.Sandbox.Tests;

/// <summary>The product's own clients on the sandbox, many calls in flight and bad weather: the same seed gives the same run.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        var first = Rehearse(7);

        Rehearse(7).ShouldBe(first);
        Rehearse(8).ShouldNotBe(first);
        first.Count.ShouldBeGreaterThan(120);
    }

    [Fact]
    public void All_work_is_done_on_the_calling_thread()
    {
        var threads = new HashSet<int>();

        Rehearse(7, () => threads.Add(Environment.CurrentManagedThreadId));

        threads.ShouldBe([Environment.CurrentManagedThreadId]);
    }

    [Fact]
    public void What_lost_answers_did_is_done_once()
    {
        var sandbox = Sandbox(7);
        sandbox.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterEffect, Operation = "CreateSecret", Count = 1 });
        using var clients = Clients(sandbox);

        var made = Clock(sandbox).Run(() => clients.SecretsManager.CreateSecretAsync(new() { Name = "db", SecretString = "x" }));

        made.Name.ShouldBe("db");
        sandbox.Journal.Entries.Select(call => (call.Operation, call.Outcome))
            .ShouldBe([("CreateSecret", "dropped"), ("CreateSecret", "ok")]);
    }

    private static List<string> Rehearse(int seed, Action? seen = null)
    {
        var sandbox = Sandbox(seed);
        sandbox.Faults.AddWeather(0.2);
        using var clients = Clients(sandbox);
        Clock(sandbox).Run(() => Task.WhenAll(Enumerable.Range(0, 40).Select(i => ChainAsync($"/ecs/{i}"))));
        return [.. sandbox.Journal.Entries.Select(call => call.ToString())];

        async Task ChainAsync(string name)
        {
            try
            {
                await clients.CloudWatchLogs.CreateLogGroupAsync(new() { LogGroupName = name });
            }
            catch (ResourceAlreadyExistsException)
            {
                // The answer to the first attempt was lost.
            }

            seen?.Invoke();
            await clients.CloudWatchLogs.PutRetentionPolicyAsync(new() { LogGroupName = name, RetentionInDays = 14 });
            seen?.Invoke();
            await clients.CloudWatchLogs.DescribeLogGroupsAsync(new() { LogGroupNamePrefix = name });
            seen?.Invoke();
        }
    }

    private static VirtualClock Clock(AwsSandbox sandbox) => (VirtualClock)sandbox.Clock;

    private static AwsSandbox Sandbox(int seed) => new(new SandboxOptions { Seed = seed, Latency = TimeSpan.FromMilliseconds(50) });

    private static AwsClients Clients(AwsSandbox sandbox)
    {
        var random = new Random(sandbox.Options.Seed);
        return new AwsClients(new AwsClientOptions
        {
            Credentials = new BasicAWSCredentials("AKIDSANDBOX", "secret"),
            Region = sandbox.Options.Region,
            IgnoreConfiguredEndpointUrls = true,
            Handler = sandbox.CreateHandler(),
            Time = sandbox.Clock,
            RetryMode = RequestRetryMode.Standard,
            MaxRetries = 10,
            Jitter = random.NextDouble,
        });
    }
}
