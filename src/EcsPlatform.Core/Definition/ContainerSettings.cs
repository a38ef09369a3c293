using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;

namespace EcsPlatform.Core.Definition;

/// <summary>A task's processor, spelled as ECS spells it.</summary>
public enum CpuArchitecture
{
    /// <summary>Intel and AMD, 64 bits.</summary>
    [EnumMember(Value = "X86_64")] X86,

    /// <summary>Graviton, 64 bits.</summary>
    [EnumMember(Value = "ARM64")] Arm64,
}

/// <summary>The container's limit of open files (<c>nofile</c>).</summary>
public sealed record FileLimit
{
    /// <summary>The limit at the start; no more than the hard one.</summary>
    [Range(1, 1048576)]
    public required int Soft { get; init; }

    /// <summary>How far the container may raise it.</summary>
    [Range(1, 1048576)]
    public required int Hard { get; init; }
}
