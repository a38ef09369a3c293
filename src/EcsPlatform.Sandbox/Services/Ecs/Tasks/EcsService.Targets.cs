namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>Tasks behind load balancers: registration, draining, and what target health does to a task.</summary>
internal sealed partial class EcsService
{
    private void Register(TaskRecord record)
    {
        record.IsRegistered = record.Targets.Count > 0;
    }

    /// <summary>Takes the task out of its target groups; how long they drain, or null where it was in none.</summary>
    private static TimeSpan? Deregister(TaskRecord record)
    {
        record.IsRegistered = false;
        return null;
    }

    private void EndGracePeriod(string id)
    {
    }
}
