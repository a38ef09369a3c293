using System.Reflection;
using System.Runtime.Loader;

namespace EcsPlatform.PowerShell.Isolation;

/// <summary>Keeps what the cmdlets stand on (Core, the sandbox, AWSSDK, YamlDotNet) apart from the rest of the session: another module's AWSSDK.Core or YamlDotNet stays that module's own affair, and ours stays ours.</summary>
internal sealed class ModuleContext : AssemblyLoadContext
{
    private static readonly Lazy<ModuleContext> Instance = new(() => new ModuleContext(Path.Combine(Path.GetDirectoryName(typeof(ModuleContext).Assembly.Location)!, "context")));
    private static int _listening;

    private readonly string _folder;

    private ModuleContext(string folder)
        : base("EcsPlatform") => _folder = folder;

    /// <summary>Answers from now on when this assembly asks for what it stands on. Once per process, in however many runspaces the module is imported.</summary>
    public static void Listen()
    {
        if (Interlocked.Exchange(ref _listening, 1) == 0)
        {
            Default.Resolving += (_, name) => Resolve(name);
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Whatever the module does not bring comes from the session: .NET itself.
        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    // Only for what can be meant for us: somebody else's search for a missing AWSSDK.S3 is not ours to answer.
    private static Assembly? Resolve(AssemblyName name) =>
        name.Name is { } simple && simple.StartsWith("EcsPlatform.", StringComparison.Ordinal) && File.Exists(Path.Combine(Instance.Value._folder, simple + ".dll"))
            ? Instance.Value.LoadFromAssemblyName(name)
            : null;
}
