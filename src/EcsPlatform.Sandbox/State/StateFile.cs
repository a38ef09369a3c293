using System.Text.Json;

namespace EcsPlatform.Sandbox;

/// <summary>Keeps a sandbox in a file, so that another process can go on with it. It holds secrets' values, as AWS would: only its owner may read it.</summary>
public static class StateFile
{
    private const int Format = 1;

    /// <summary>Saves a sandbox; the file is there whole or as it was before.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="path">The file.</param>
    public static void Save(AwsSandbox sandbox, string path)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        byte[] json;
        lock (sandbox.World)
        {
            json = JsonSerializer.SerializeToUtf8Bytes(Snapshot(sandbox), StateJson.Options);
        }

        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(json);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The sandbox's time when a file was saved: start a <see cref="ScaledClock"/> there, or later.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not a state file of this version.</exception>
    public static DateTimeOffset TimeOf(string path) => Read(path).Time;

    /// <summary>Puts what a file holds into a fresh sandbox; a virtual clock moves on to the time when it was saved, and what is overdue happens.</summary>
    /// <param name="sandbox">A sandbox that has not been called yet.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not a state file of this version, or of another account.</exception>
    public static void Load(AwsSandbox sandbox, string path)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        var saved = Read(path);
        if (saved.AccountId != sandbox.Options.AccountId)
        {
            throw new InvalidDataException($"{path} holds account {saved.AccountId}, the sandbox is account {sandbox.Options.AccountId}.");
        }

        (sandbox.Clock as VirtualClock)?.AdvanceTo(saved.Time);
        lock (sandbox.World)
        {
            foreach (var (name, region) in saved.Regions)
            {
                Restore(sandbox.Region(name), region, path);
            }

            // Lifecycles go on when everything that they may touch is there.
            foreach (var (name, region) in saved.Regions)
            {
                Resume(sandbox.Region(name), region);
            }
        }
    }

    private static SavedSandbox Snapshot(AwsSandbox sandbox) => new(
        Format,
        sandbox.Options.AccountId,
        sandbox.Clock.GetUtcNow(),
        sandbox.Regions.ToDictionary(region => region.Name, region => new SavedRegion(
            region.Ids.State,
            region.Own.ToDictionary(service => service.Key.Name, service => new SavedService(
                service.Value.SaveState(),
                service.Value.Steps.Values.Where(step => step.Pending.Any())
                    .ToDictionary(step => step.Name, step => step.Pending.ToDictionary(run => run.Key, run => run.Value)))))));

    private static SavedSandbox Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<SavedSandbox>(file, StateJson.Options) is { Format: Format, Regions: not null } saved
                ? saved
                : throw new InvalidDataException($"{path} is not a sandbox's state file of format {Format}.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is not a sandbox's state file: {exception.Message}", exception);
        }
    }

    private static void Restore(SandboxRegion region, SavedRegion saved, string path)
    {
        region.Ids.State = saved.Ids;
        foreach (var (name, service) in saved.Services)
        {
            if (service.State is not null)
            {
                Service(region, name, path).LoadState(service.State);
            }
        }
    }

    private static void Resume(SandboxRegion region, SavedRegion saved)
    {
        foreach (var (name, service) in saved.Services)
        {
            foreach (var (stepName, runs) in service.Steps ?? [])
            {
                if (Service(region, name, name).Steps.TryGetValue(stepName, out var step))
                {
                    foreach (var (key, due) in runs.OrderBy(run => run.Value))
                    {
                        step.At(due, key);
                    }
                }
            }
        }
    }

    private static SandboxService Service(SandboxRegion region, string name, string path) =>
        ServiceTable.All.FirstOrDefault(entry => entry.Type.Name == name) is { } entry
            ? region.Get(entry)
            : throw new InvalidDataException($"{path} holds {name}, which this sandbox does not have.");
}
