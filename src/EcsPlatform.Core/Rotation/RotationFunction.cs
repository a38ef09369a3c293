using EcsPlatform.Core.Definition;

namespace EcsPlatform.Core.Rotation;

/// <summary>The functions that give secrets new values.</summary>
public enum RotationFunction
{
    /// <summary>Random texts and signing keys: <c>random.mjs</c>.</summary>
    Random,

    /// <summary>Passwords of PostgreSQL users: <c>postgresql.mjs</c>.</summary>
    PostgreSql,

    /// <summary>The mesh's certificates, issued by a private CA: <c>certificate.mjs</c>.</summary>
    Certificate,
}

/// <summary>What the functions are called.</summary>
public static class RotationFunctions
{
    /// <summary>The function for a method of the definition.</summary>
    public static RotationFunction Of(RotationMethod method) => method switch
    {
        RotationMethod.Random => RotationFunction.Random,
        RotationMethod.PostgreSql => RotationFunction.PostgreSql,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "No function of ours rotates by this method."),
    };

    /// <summary>Its short name, which is also that of its source: "random", "postgresql", "certificate".</summary>
    public static string NameOf(RotationFunction function) => function.ToString().ToLowerInvariant();
}
