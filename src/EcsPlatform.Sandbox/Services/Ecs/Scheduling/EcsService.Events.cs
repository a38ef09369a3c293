using Amazon.ECS.Model;

namespace EcsPlatform.Sandbox.Services.Ecs;

/// <summary>A service's events: the newest 100.</summary>
internal sealed partial class EcsService
{
    private void AddEvent(ServiceRecord service, string what)
    {
        service.Events.Insert(0, new ServiceEvent { Id = Ids.Uuid(), CreatedAt = Today, Message = $"(service {service.Name}) {what}" });
        if (service.Events.Count > 100)
        {
            service.Events.RemoveAt(100);
        }
    }

    private void SayStarted(ServiceRecord service, List<TaskRecord> tasks) =>
        AddEvent(service, $"has started {tasks.Count} tasks: {Named(tasks)}.");

    private void SayStopped(ServiceRecord service, List<TaskRecord> tasks) =>
        AddEvent(service, $"has stopped {tasks.Count} running tasks: {Named(tasks)}.");

    private static string Named(List<TaskRecord> tasks) => string.Join(" ", tasks.Select(task => $"(task {task.Id})"));
}
