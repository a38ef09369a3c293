using System.Management.Automation;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Export;
using EcsPlatform.PowerShell.Building;

namespace EcsPlatform.PowerShell;

/// <summary>Makes the mesh by which a platform's services find each other, changes what the parameters name, or moves the services to another kind of mesh. Names and URLs are the same in all three.</summary>
[Cmdlet(VerbsCommon.New, "PlatformMesh", SupportsShouldProcess = true)]
[OutputType(typeof(PlatformMeshInfo), typeof(PlatformPlanStep))]
public sealed partial class NewPlatformMeshCommand : BuildingCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var scope = Scope();
        using var session = Open(Choice, scope.Region);
        PlatformDefinition? becomes = null;
        var change = new PlatformChange(scope, PlatformParts.Mesh, live => becomes = Apply(live))
        {
            Requires = PlatformParts.Network,
            Mesh = Type is { } type ? Spelled.As<MeshType>(type) : null,
        };
        if (Build(session, "Build the mesh", change) is { } run)
        {
            var mesh = becomes!.Mesh!;
            WriteObject(run.Fill(
                new PlatformMeshInfo
                {
                    PlatformName = scope.Platform,
                    EnvironmentSuffix = scope.Suffix,
                    Region = scope.Region,
                    Part = "mesh",
                    Id = run.Ids("mesh").Concat(run.Ids("namespace")).FirstOrDefault(),
                    MeshType = mesh.Type.ToString(),
                    Domain = MeshAddresses.DomainOf(becomes),
                    IsEncrypted = mesh.Tls is not null,
                    IsMutual = mesh.Tls?.Mutual == true,
                },
                _ => true));
        }
    }
}
