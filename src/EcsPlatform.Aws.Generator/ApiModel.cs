namespace EcsPlatform.Aws.Generator;

/// <summary>An API model as read from JSON, with the official SDK's names for it.</summary>
public sealed class ApiModel
{
    internal ApiModel(Json metadata, SdkNames sdk, IReadOnlyList<ApiOperation> operations, IReadOnlyDictionary<string, ApiShape> shapes)
    {
        Metadata = metadata;
        Sdk = sdk;
        Operations = operations;
        Shapes = shapes;
    }

    internal Json Metadata { get; }

    internal SdkNames Sdk { get; }

    internal IReadOnlyList<ApiOperation> Operations { get; }

    internal IReadOnlyDictionary<string, ApiShape> Shapes { get; }
}

/// <summary>One operation.</summary>
/// <param name="Name">"CreateCluster".</param>
/// <param name="Node">What the model says.</param>
/// <param name="Input">The input's shape, or null.</param>
/// <param name="Output">The output's shape, or null.</param>
/// <param name="Errors">The errors' shapes.</param>
internal sealed record ApiOperation(string Name, Json Node, ApiShape? Input, ApiShape? Output, IReadOnlyList<ApiShape> Errors)
{
    public string RequestClass => Naming.Upper(Name) + "Request";

    public string ResponseClass => Naming.Upper(Name) + "Response";
}

/// <summary>One shape.</summary>
internal sealed class ApiShape(string name, Json node)
{
    public string Name { get; } = name;

    public Json Node { get; } = node;

    public string Type => Node["type"]?.Text ?? "structure";

    /// <summary>Free-form JSON, which the model writes as an empty structure.</summary>
    public bool IsDocument => Node["document"]?.IsTrue == true;

    public bool IsStructure => Type == "structure" && !IsDocument;

    public bool IsEnum => Type == "string" && Node["enum"] is { Items.Count: > 0 };

    public IReadOnlyList<KeyValuePair<string, Json>> Members => Node["members"]?.Members ?? [];
}

/// <summary>Where the official SDK departs from the model (<c>operations.json</c> carries the table).</summary>
internal sealed class SdkNames(Json? node)
{
    /// <summary>"Amazon.ECS".</summary>
    public string? Namespace => node?["namespace"]?.Text;

    /// <summary>"ECS" in <c>AmazonECSClient</c>.</summary>
    public string? Client => node?["client"]?.Text;

    /// <summary>The types come from the official package.</summary>
    public bool FromPackage => node?["types"]?.Text == "package";

    /// <summary>The class for a structure.</summary>
    public string Class(string shape) => Naming.Upper(node?["renameShapes"]?[shape]?.Text ?? shape);

    /// <summary>The property for a member of a class.</summary>
    public string Property(string owner, string member) =>
        Naming.Upper(node?["renameMembers"]?[owner]?[Naming.Upper(member)]?.Text ?? member);

    /// <summary>Members that the SDK does not have.</summary>
    public bool IsExcluded(string owner, string member) =>
        Has(node?["excludeMembers"]?["*"], Naming.Upper(member)) || Has(node?["excludeMembers"]?[owner], Naming.Upper(member));

    /// <summary>Long milliseconds since 1970 that the SDK shows as DateTime.</summary>
    public bool IsEpochMilliseconds(string owner, string member) => Has(node?["epochMilliseconds"]?[owner], member);

    /// <summary>The only member of a structure that the SDK shows as that member's value; null for other structures.</summary>
    public string? Unwrapped(string shape) => node?["unwrapShapes"]?[shape]?.Text;

    private static bool Has(Json? names, string name) => names is not null && names.Items.Any(item => item.Text == name);
}
