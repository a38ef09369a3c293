using System.Management.Automation;
using EcsPlatform.Core.Blueprint;
using EcsPlatform.Core.Definition;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.PowerShell.Definitions;

/// <summary>A definition's text and where it came from.</summary>
/// <param name="Text">YAML, or the JSON of an object.</param>
/// <param name="File">The file, for messages; empty for an object.</param>
/// <param name="Folder">What its relative files are relative to.</param>
internal sealed record DefinitionSource(string Text, string File, string Folder)
{
    /// <summary>What a cmdlet was given: a file, or an object of the same shape.</summary>
    /// <param name="path">The file's full path; null where an object was given.</param>
    /// <param name="definition">A hashtable, an object, or a file from the pipeline.</param>
    /// <param name="currentFolder">What relative files of an object are relative to.</param>
    /// <exception cref="PlatformException">It cannot be read.</exception>
    public static DefinitionSource Of(string? path, object? definition, string currentFolder) => (path, Bare(definition)) switch
    {
        ({ } file, _) => OfFile(file),
        (_, FileInfo file) => OfFile(file.FullName),
        (_, string file) => OfFile(System.IO.Path.GetFullPath(file, currentFolder)),
        (_, var value) => new DefinitionSource(ObjectText.Of(value), "", currentFolder),
    };

    /// <summary>Reads and validates.</summary>
    /// <param name="suffix">Takes the place of the definition's.</param>
    /// <param name="defaultSuffix">Taken where neither says one.</param>
    /// <param name="region">Takes the place of the definition's.</param>
    public DefinitionReading Read(string? suffix, string? defaultSuffix, string? region)
    {
        var reading = DefinitionReader.ReadAndValidate(Text, File, suffix, region);
        return defaultSuffix is not null && suffix is null && DefinitionReader.Read(Text, File).Definition is { EnvironmentSuffix: "" }
            ? DefinitionReader.ReadAndValidate(Text, File, defaultSuffix, region)
            : reading;
    }

    /// <summary>What the blueprint needs beyond the definition.</summary>
    /// <param name="rehearsing">A stand-in may take the place of a secret's missing value.</param>
    public BlueprintOptions Options(bool rehearsing) => new() { BaseFolder = Folder, StandInSecrets = rehearsing };

    private static object? Bare(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static DefinitionSource OfFile(string path)
    {
        try
        {
            return new DefinitionSource(System.IO.File.ReadAllText(path), path, System.IO.Path.GetDirectoryName(path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(ErrorIds.FileNotReadable, $"{path} cannot be read: {error.Message}", "Check the path.", [], error);
        }
    }
}
