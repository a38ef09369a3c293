using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Tests.Definition;

namespace EcsPlatform.Core.Tests.Engine;

/// <summary>Every definition under <c>module/Examples</c>, whichever there are: up, an empty plan, down to nothing.</summary>
public sealed class ShippedExamplesTests
{
    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "module", "Examples");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_goes_up_replans_empty_and_leaves_nothing(string file) => Cycle(Read(file));

    [Theory]
    [MemberData(nameof(Files))]
    public void So_it_does_with_Service_Connect(string file)
    {
        var definition = Read(file);
        Cycle(definition.Mesh is { Type: not MeshType.ServiceConnect } ? MeshTranslation.Of(definition, MeshType.ServiceConnect).Definition : definition with { Mesh = definition.Mesh ?? new MeshDefinition() });
    }

    private static PlatformDefinition Read(string file) => Platforms.Read(File.ReadAllText(Path.Combine(Folder, file)));

    private static void Cycle(PlatformDefinition definition)
    {
        var platform = new SandboxedPlatform(definition);

        platform.Up().ThrowIfFailed();
        platform.Plan().Changes.Select(step => $"{step} {string.Join("; ", step.Differences)}").ShouldBeEmpty();
        platform.Down().ThrowIfFailed();

        platform.Inventory.ShouldBeEmpty();
    }
}
