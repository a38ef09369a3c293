using System.Collections;
using System.Globalization;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Core.Engine;

namespace EcsPlatform.Core.Resources.AppMesh;

/// <summary>An App Mesh specification as a flat list of what is set, in which what App Mesh fills in or reorders makes no difference.</summary>
/// <remarks>It walks the API model, so it sees what somebody has set that we never set, too.</remarks>
internal static class SpecShape
{
    // What App Mesh sets where nobody has: the value, or null for whatever it takes from elsewhere (API reference, the structures of these members).
    private static readonly (string End, string? Value)[] FilledIn =
    [
        ("egressFilter.type", "DROP_ALL"),
        ("tls.enforce", "true"),
        ("healthCheck.port", null), // the listener's
        ("healthCheck.path", null), // counts for HTTP alone, for which we always give one
        ("weightedTargets[].port", null), // the target's only listener
        ("serviceDiscovery.awsCloudMap.ipPreference", "IPv4_PREFERRED"),
    ];

    // What tells the elements of a list apart; lists without such a member are short, and ordered as they are written.
    private static readonly string[] Names = ["virtualServiceName", "virtualNode", "port"];

    /// <summary>What differs between two specifications.</summary>
    /// <param name="create">The operation that takes such a specification as <c>spec</c>.</param>
    /// <param name="actual">What App Mesh has.</param>
    /// <param name="desired">What is wanted.</param>
    public static IEnumerable<PropertyDifference> Compare(OperationModel create, object? actual, object desired)
    {
        var has = Of(create, actual);
        var wants = Of(create, desired);
        return has.Keys.Union(wants.Keys)
            .Where(key => has.GetValueOrDefault(key) != wants.GetValueOrDefault(key) && (wants.ContainsKey(key) || !IsFilledIn(key, has[key])))
            .Order(StringComparer.Ordinal)
            .Select(key => new PropertyDifference(key, has.GetValueOrDefault(key), wants.GetValueOrDefault(key)));
    }

    /// <summary>The flat list of what a specification sets.</summary>
    /// <param name="create">The operation that takes such a specification as <c>spec</c>.</param>
    /// <param name="spec">The specification.</param>
    public static Dictionary<string, string> Of(OperationModel create, object? spec)
    {
        var shape = new Dictionary<string, string>(StringComparer.Ordinal);
        if (spec is not null)
        {
            Describe(shape, "", create.Input.Find("spec")!.Target, spec);
        }

        return shape;
    }

    private static void Describe(Dictionary<string, string> into, string path, Shape shape, object value)
    {
        switch (shape)
        {
            case StructureShape { Name: "Duration" } duration:
                into[path] = Milliseconds(duration, value);
                break;
            case StructureShape structure:
                foreach (var member in structure.Members)
                {
                    if (member.Get(value) is { } part)
                    {
                        Describe(into, path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Target, part);
                    }
                }

                break;
            case ListShape { Item.Target: StructureShape item }:
                Describe(into, path, item, ((IEnumerable)value).Cast<object>());
                break;
            case ListShape:
                var texts = ((IEnumerable)value).Cast<object>().Select(Text).Order(StringComparer.Ordinal).ToArray();
                if (texts.Length > 0)
                {
                    into[path] = string.Join(", ", texts);
                }

                break;
            default:
                into[path] = Text(value);
                break;
        }
    }

    private static void Describe(Dictionary<string, string> into, string path, StructureShape item, IEnumerable<object> values)
    {
        var index = 0;
        foreach (var value in values)
        {
            var part = new Dictionary<string, string>(StringComparer.Ordinal);
            Describe(part, "", item, value);
            var name = Names.Select(name => part.FirstOrDefault(entry => entry.Key == name || entry.Key.EndsWith($".{name}", StringComparison.Ordinal)).Value).FirstOrDefault(name => name is not null)
                ?? index.ToString(CultureInfo.InvariantCulture);
            index++;
            foreach (var (key, text) in part)
            {
                into[$"{path}[{name}].{key}"] = text;
            }
        }
    }

    private static bool IsFilledIn(string key, string value)
    {
        var plain = string.Concat(key.Split('[').Select((piece, index) => index == 0 ? piece : "[" + piece[piece.IndexOf(']', StringComparison.Ordinal)..]));
        return Array.Exists(FilledIn, entry => plain.EndsWith(entry.End, StringComparison.Ordinal) && (entry.Value is null || entry.Value == value));
    }

    /// <summary>15 s and 15,000 ms are the same.</summary>
    private static string Milliseconds(StructureShape duration, object value)
    {
        var amount = Convert.ToInt64(duration.Find("value")!.Get(value) ?? 0L, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{(duration.Find("unit")!.Get(value) as string == "s" ? amount * 1000 : amount)} ms");
    }

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
