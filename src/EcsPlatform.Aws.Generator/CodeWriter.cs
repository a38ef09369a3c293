namespace EcsPlatform.Aws.Generator;

/// <summary>What is written, and under which names.</summary>
public sealed class CodeOptions
{
    /// <summary>Namespace of client and enums ("Amazon.ECS"); types are in <c>.Model</c> below it. Null: as the model says.</summary>
    public string? Namespace { get; set; }

    /// <summary>"ECS" in <c>AmazonECSClient</c>. Null: as the model says, else the namespace's last part.</summary>
    public string? Client { get; set; }

    /// <summary>Namespace of the class that holds the descriptors (<c>ECSModel</c>).</summary>
    public string DescriptorNamespace { get; set; } = "EcsPlatform.Aws.Models";

    /// <summary>Write request, response, exception and enum types.</summary>
    public bool Types { get; set; } = true;

    /// <summary>Write the client, its interface and its configuration. Needs the types.</summary>
    public bool Clients { get; set; } = true;

    /// <summary>Write the service's part of <c>EcsPlatform.Aws.AwsClients</c>.</summary>
    public bool Factory { get; set; }
}

/// <summary>Writes the C# for a model.</summary>
public static class CodeWriter
{
    /// <summary>The sources, each with a name that is unique for the model.</summary>
    public static IEnumerable<(string HintName, string Source)> Write(ApiModel model, CodeOptions? options = null)
    {
        options ??= new CodeOptions();
        var names = new CodeNames(model, options);
        if (options.Types)
        {
            yield return ($"{names.Namespace}.Enums.g.cs", EnumWriter.Write(model, names));
            yield return ($"{names.Namespace}.Model.g.cs", TypeWriter.Write(model, names));
            yield return ($"{names.Namespace}.Bases.g.cs", ExceptionWriter.WriteBases(names));
            yield return ($"{names.Namespace}.Exceptions.g.cs", ExceptionWriter.WriteErrors(model, names));
        }

        if (options.Clients)
        {
            yield return ($"{names.Namespace}.Client.g.cs", ClientWriter.Write(model, names));
        }

        if (options.Factory)
        {
            yield return ($"{names.Namespace}.Factory.g.cs", FactoryWriter.Write(names, options.Clients));
        }

        yield return ($"{options.DescriptorNamespace}.{names.Descriptor}.g.cs", DescriptorWriter.Write(model, names));
    }
}
