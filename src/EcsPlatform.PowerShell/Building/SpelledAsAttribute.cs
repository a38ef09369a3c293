using System.Management.Automation;

namespace EcsPlatform.PowerShell.Building;

/// <summary>Lets a parameter take a value of an enum however its words are joined, and hands it on as AWS spells it: BlueGreen as BLUE_GREEN.</summary>
/// <param name="type">The enum.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SpelledAsAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text ? Spelled.Or(text, type) : inputData;
}
