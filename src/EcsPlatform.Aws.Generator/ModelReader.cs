namespace EcsPlatform.Aws.Generator;

/// <summary>Reads an API model (<c>Models/ecs.json</c>), or one suite of AWS's protocol tests, whose cases carry the operations.</summary>
public static class ModelReader
{
    /// <summary>Reads a model.</summary>
    /// <exception cref="FormatException">The text is no JSON, or names a shape that it does not have.</exception>
    public static ApiModel Parse(string json)
    {
        var node = Json.Parse(json);
        var shapes = (node["shapes"]?.Members ?? []).ToDictionary(pair => pair.Key, pair => new ApiShape(pair.Key, pair.Value), StringComparer.Ordinal);
        var given = node["operations"]?.Members.Select(pair => pair.Value)
            ?? (node["cases"]?.Items ?? []).Select(test => test["given"]!);
        var operations = given
            .GroupBy(operation => operation["name"]!.Text!)
            .Select(group => Operation(group.First(), shapes))
            .ToList();
        return new ApiModel(node["metadata"] ?? Json.Parse("{}"), new SdkNames(node["sdk"]), operations, shapes);
    }

    private static ApiOperation Operation(Json node, IReadOnlyDictionary<string, ApiShape> shapes) => new(
        node["name"]!.Text!,
        node,
        Shape(node["input"], shapes),
        Shape(node["output"], shapes),
        (node["errors"]?.Items ?? []).Select(error => Shape(error, shapes)!).ToList());

    private static ApiShape? Shape(Json? reference, IReadOnlyDictionary<string, ApiShape> shapes)
    {
        if (reference?["shape"]?.Text is not { } name)
        {
            return null;
        }

        return shapes.TryGetValue(name, out var shape) ? shape : throw new FormatException($"The model has no shape {name}.");
    }
}
