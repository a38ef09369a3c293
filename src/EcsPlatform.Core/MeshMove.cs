using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core;

/// <summary>What a move to another mesh would change, lose and gain.</summary>
/// <param name="From">The mesh so far; null for none.</param>
/// <param name="To">The mesh to be.</param>
/// <param name="Definition">The definition with it: running it is the move.</param>
/// <param name="Plan">What that would do now.</param>
/// <param name="Losses">What no longer holds.</param>
/// <param name="Gains">What is new.</param>
public sealed record MeshMove(MeshType? From, MeshType To, PlatformDefinition Definition, Plan Plan, IReadOnlyList<MeshConsequence> Losses, IReadOnlyList<MeshConsequence> Gains);
