namespace EcsPlatform.Core.Definition;

/// <summary>What came of reading a definition file.</summary>
/// <param name="Definition">The definition; null when there are problems.</param>
/// <param name="Problems">What is wrong, in the order of the lines.</param>
/// <param name="Source">Where in the file each part stands.</param>
public sealed record DefinitionReading(PlatformDefinition? Definition, IReadOnlyList<DefinitionProblem> Problems, SourceMap Source);
