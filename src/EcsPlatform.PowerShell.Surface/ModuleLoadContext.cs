using System.Reflection;
using System.Runtime.Loader;

namespace EcsPlatform;

/// <summary>Keeps the cmdlets, and all that they refer to, apart from what else is loaded in the session: another module's AWSSDK.Core or YamlDotNet stays that module's own affair.</summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string Cmdlets = "EcsPlatform.PowerShell";

    private static readonly object Gate = new();
    private static ModuleLoadContext? _instance;

    private readonly string _folder;

    private ModuleLoadContext(string folder)
        : base("EcsPlatform") => _folder = folder;

    /// <summary>The assembly with the cmdlets; loaded once per process, however often and in however many runspaces the module is imported.</summary>
    /// <param name="folder">The folder that holds it and what it refers to.</param>
    public static Assembly Load(string folder)
    {
        lock (Gate)
        {
            _instance ??= new ModuleLoadContext(Path.GetFullPath(folder));
        }

        return _instance.LoadFromAssemblyName(new AssemblyName(Cmdlets));
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        if (assemblyName.Name == typeof(ModuleLoadContext).Assembly.GetName().Name)
        {
            return typeof(ModuleLoadContext).Assembly;
        }

        // Whatever the module does not bring comes from the session: .NET itself and System.Management.Automation.
        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
