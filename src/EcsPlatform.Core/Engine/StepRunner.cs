using Amazon.Runtime;
using EcsPlatform.Aws;

namespace EcsPlatform.Core.Engine;

/// <summary>Carries out one step, whatever the weather: finds again what may have been made, takes "gone already" for progress, waits for what is not released yet.</summary>
internal sealed class StepRunner(RunContext run, Observer observer, IReadOnlyList<Resource> desired)
{
    private static readonly TimeSpan TooEarlyDeadline = TimeSpan.FromMinutes(10);

    // AWS's listings and references lag behind by seconds (EC2 API, "Eventual consistency"; IAM, "Changes that I make are not always immediately visible").
    private static readonly TimeSpan NotSeenYetDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ListingLag = TimeSpan.FromSeconds(2);

    /// <summary>Makes, changes or merely awaits one resource.</summary>
    /// <param name="step">The step.</param>
    /// <param name="events">Who is told of waits.</param>
    /// <param name="available">Called as soon as others can refer to it, perhaps more than once.</param>
    /// <param name="awaits">False to leave it to become ready by itself.</param>
    /// <returns>Whether it is ready.</returns>
    public async Task<bool> BuildAsync(PlanStep step, Action<EngineEvent> events, Action<LiveResource> available, bool awaits)
    {
        var resource = step.Desired!;
        var context = new ApplyContext(run, available, reason => events(new StepWaiting(run.Clock.GetUtcNow(), step, reason)));
        var live = step.Action switch
        {
            PlanAction.None => step.Live!,
            PlanAction.Create => await CreateAsync(resource, context),
            PlanAction.Update => await UpdateAsync(resource, step.Live!, context),
            _ => throw new InvalidOperationException($"{step} cannot be carried out."),
        };
        available(live);
        if (step.Kind.IsReady(live))
        {
            return true;
        }

        if (awaits)
        {
            available(await Patience.RunAsync(() => step.Kind.WaitReadyAsync(live, context), run.Clock, run.Cancellation));
        }

        return awaits;
    }

    /// <summary>Removes one resource.</summary>
    public async Task RemoveAsync(PlanStep step, Action<EngineEvent> events)
    {
        var context = new ApplyContext(run, null, reason => events(new StepWaiting(run.Clock.GetUtcNow(), step, reason)));
        await UntilTimelyAsync(step.Kind.IsTooEarly, _ => false, context, async () =>
        {
            try
            {
                await step.Kind.DeleteAsync(step.Live!, context);
            }
            catch (AmazonServiceException error) when (step.Kind.IsGone(error))
            {
                // Somebody, perhaps our own lost call, was faster.
            }

            return true;
        });
    }

    private Task<LiveResource> CreateAsync(Resource resource, ApplyContext context) => UntilSeenAsync(resource.Kind, context, async () =>
    {
        try
        {
            using (CallOnce.Begin())
            {
                return await resource.Kind.CreateAsync(resource, context);
            }
        }
        catch (Exception error) when (error is AmazonServiceException service && (resource.Kind.IsAlreadyThere(service) || resource.Kind.IsNotSeenYet(service)) || Patience.IsTransient(error))
        {
            if (Patience.IsTransient(error))
            {
                await run.Clock.DelayAsync(ListingLag, run.Cancellation); // or what was made after all is not listed yet, and is made twice
            }

            if (await FindAgainAsync(resource) is not { } live)
            {
                throw;
            }

            run.Resolution.Set(resource, live);
            return await UpdateAsync(resource, live, context);
        }
    });

    private async Task<LiveResource> UpdateAsync(Resource resource, LiveResource live, ApplyContext context)
    {
        // Compared anew: what was unknown when the plan was made (ids of new resources) is known now.
        var differences = resource.Kind.Compare(resource, live, run.Resolution);
        return differences.Count == 0
            ? live
            : await UntilSeenAsync(resource.Kind, context, () => resource.Kind.UpdateAsync(resource, live, differences, context));
    }

    private async Task<LiveResource?> FindAgainAsync(Resource resource)
    {
        var lives = await observer.LookForAsync(resource.Kind, run.Resolution.Scope, desired, run.Cancellation);
        var live = lives.FirstOrDefault(live => live is { Ours: true, Going: false } && live.LogicalId == resource.LogicalId);
        if (live is null && lives.FirstOrDefault(live => !live.Ours && live.Name == resource.Name) is { } foreign)
        {
            var problem = PlanProblems.NameTaken(resource, foreign);
            throw new ResourceFailedException(problem.Id, problem.Message, problem.Advice);
        }

        return live;
    }

    /// <summary>Repeats what makes or changes a resource as long as AWS does not see yet what was made a moment ago: itself, or what it refers to.</summary>
    private Task<LiveResource> UntilSeenAsync(IResourceKind kind, ApplyContext context, Func<Task<LiveResource>> work) =>
        UntilTimelyAsync(kind.IsTooEarly, error => kind.IsNotSeenYet(error) || kind.IsAlreadyThere(error), context, work);

    /// <summary>Repeats work that came too early (a role that is not assumable yet, a group that still has interfaces) or hit bad weather.</summary>
    private async Task<T> UntilTimelyAsync<T>(Func<AmazonServiceException, bool> isTooEarly, Func<AmazonServiceException, bool> isNotSeenYet, ApplyContext context, Func<Task<T>> work)
    {
        var started = run.Clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Patience.RunAsync(work, run.Clock, run.Cancellation);
            }
            catch (AmazonServiceException error) when (run.Clock.GetElapsedTime(started) is var waited
                && (isTooEarly(error) && waited < TooEarlyDeadline || isNotSeenYet(error) && waited < NotSeenYetDeadline))
            {
                context.Waiting(error.Message);
                await run.Clock.DelayAsync(Patience.Pause(attempt), run.Cancellation);
            }
        }
    }
}
