using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using System.Text.Json.Nodes;

namespace EcsPlatform.PowerShell.Definitions;

/// <summary>Writes hashtables and objects as the JSON that the definition reader understands, so that one reader, with its checks and messages, serves files and scripts.</summary>
internal static class ObjectText
{
    private const int Deepest = 32;

    /// <summary>The JSON of a value.</summary>
    /// <exception cref="PlatformException">Something in it cannot stand in a definition.</exception>
    public static string Of(object? value) => Node(value, "", 0)?.ToJsonString() ?? "null";

    private static JsonNode? Node(object? value, string path, int depth)
    {
        var bare = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        return bare switch
        {
            _ when depth > Deepest => throw Refuse(path, "is nested too deeply"),
            null => null,
            SecureString or PSCredential => throw Refuse(path, "is a secret's value, and a definition holds none"),
            string text => JsonValue.Create(text),
            char letter => JsonValue.Create(letter.ToString()),
            bool truth => JsonValue.Create(truth),
            SwitchParameter given => JsonValue.Create(given.IsPresent),
            Enum member => JsonValue.Create(member.ToString()),
            double or float or decimal => JsonValue.Create(Convert.ToDecimal(bare, CultureInfo.InvariantCulture)),
            byte or sbyte or short or ushort or int or uint or long => JsonValue.Create(Convert.ToInt64(bare, CultureInfo.InvariantCulture)),
            IDictionary table => Table(table.Keys.Cast<object>().Select(key => (key.ToString()!, table[key])), path, depth),
            IEnumerable list => new JsonArray([.. list.Cast<object?>().Select((item, index) => Node(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), depth + 1))]),
            _ => Table(PSObject.AsPSObject(bare).Properties.Select(property => (property.Name, (object?)property.Value)), path, depth),
        };
    }

    private static JsonObject Table(IEnumerable<(string Key, object? Value)> entries, string path, int depth)
    {
        var table = new JsonObject();
        foreach (var (key, value) in entries)
        {
            table[key] = Node(value, path.Length == 0 ? key : $"{path}.{key}", depth + 1);
        }

        return table;
    }

    private static PlatformException Refuse(string path, string what) => new(
        "DefinitionInvalid",
        $"{path} {what}.",
        "Name the secret under 'secrets' with fromEnvironment, fromFile, generate or existing.",
        []);
}
