using System.Management.Automation;
using EcsPlatform.Sandbox.Services;

namespace EcsPlatform.PowerShell;

/// <summary>Puts an image into repositories of the sandbox, as a build pipeline would push one: a version that can be deployed in a rehearsal.</summary>
[Cmdlet(VerbsData.Publish, "SandboxImage", SupportsShouldProcess = true)]
[OutputType(typeof(SandboxImageInfo))]
public sealed class PublishSandboxImageCommand : SandboxCmdlet
{
    /// <summary>Address of the repository, as Get-FargateMicroservice shows it.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(@"^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/.+")]
    public string RepositoryUri { get; set; } = "";

    /// <summary>The image's tag; one that is there already stays as it is.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Tag { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var sandbox = Sandbox();
        var slash = RepositoryUri.IndexOf('/', StringComparison.Ordinal);
        var (registry, repository) = (RepositoryUri[..slash], RepositoryUri[(slash + 1)..]);
        if (!ShouldProcess($"{repository}:{Tag}", "Push an image into the sandbox"))
        {
            return;
        }

        if (sandbox.Account.Look((EcrService images) => images.Push(repository, Tag), registry.Split('.')[3]) is { } digest)
        {
            WriteObject(new SandboxImageInfo { Repository = repository, Tag = Tag, Digest = digest });
        }
        else
        {
            Report("RepositoryNotFound", $"The sandbox has no repository '{repository}'.", "Build the platform first: Publish-Platform.", repository);
        }
    }
}
