namespace EcsPlatform.Core.Definition;

/// <summary>What came of reading a definition file.</summary>
/// <param name="Definition">The definition; null when the text could not be read as one.</param>
/// <param name="Problems">What is wrong with the text, in the order of its lines; validation adds to it.</param>
/// <param name="Source">Where in the file each part stands.</param>
public sealed record DefinitionReading(PlatformDefinition? Definition, IReadOnlyList<DefinitionProblem> Problems, SourceMap Source);
