namespace EcsPlatform.Aws.Modeling;

/// <summary>A value that the API would refuse.</summary>
/// <param name="Path">Where: <c>containerDefinitions[0].cpu</c>, names as in the API model.</param>
/// <param name="Message">What is wrong with it; a secret's value is never repeated.</param>
public sealed record ConstraintViolation(string Path, string Message)
{
    /// <summary>Path and message in one line.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
