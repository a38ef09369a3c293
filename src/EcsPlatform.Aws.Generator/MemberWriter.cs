namespace EcsPlatform.Aws.Generator;

/// <summary>A member of a structure: its place on the wire, and how it is read from and written to the C# property.</summary>
internal sealed class MemberWriter(ApiModel model, CodeNames names, string type, string owner)
{
    public string Write(string name, Json reference, bool required, bool isError, bool isUnwrapped)
    {
        var options = Options(reference);
        if (required)
        {
            options.Add("Required = true");
        }

        var (get, set) = isError && ExceptionWriter.IsMessage(name) ? ("((global::System.Exception)o).Message", "_ = v")
            : isUnwrapped ? ("((Unwrapped)o).Value", "((Unwrapped)o).Value = v")
            : Accessors(name, reference);
        options.Add($"Get = static o => {get}");
        options.Add($"Set = static (o, v) => {set}");
        return $"new({Naming.Literal(name)}, static () => {Naming.Identifier(names.Target(reference).Name)}) {{ {string.Join(", ", options)} }}";
    }

    /// <summary>What the model says about the place: names, location, flags.</summary>
    public static List<string> Options(Json reference)
    {
        var options = new List<string>();
        Text("LocationName", "locationName");
        Text("QueryName", "queryName");
        if (Location(reference["location"]?.Text) is { } location)
        {
            options.Add($"Location = MemberLocation.{location}");
        }

        Flag("Flattened", "flattened");
        Flag("IdempotencyToken", "idempotencyToken");
        Flag("HostLabel", "hostLabel");
        Flag("JsonValue", "jsonvalue");
        Flag("XmlAttribute", "xmlAttribute");
        if (ShapeWriter.XmlNamespace(reference["xmlNamespace"]) is { } xml)
        {
            options.Add($"XmlNamespace = {xml}");
        }

        if (TimestampFormat(reference) is { } format)
        {
            options.Add(format);
        }

        return options;

        void Text(string property, string name)
        {
            if (reference[name]?.Text is { } text)
            {
                options.Add($"{property} = {Naming.Literal(text)}");
            }
        }

        void Flag(string property, string name)
        {
            if (reference[name]?.IsTrue == true)
            {
                options.Add($"{property} = true");
            }
        }
    }

    public static string? TimestampFormat(Json node) => node["timestampFormat"]?.Text switch
    {
        null => null,
        "iso8601" => "TimestampFormat = TimestampFormat.Iso8601",
        "rfc822" => "TimestampFormat = TimestampFormat.Rfc822",
        "unixTimestamp" => "TimestampFormat = TimestampFormat.UnixTimestamp",
        var other => throw new NotSupportedException($"Timestamp format {other} is not known."),
    };

    private (string Get, string Set) Accessors(string name, Json reference)
    {
        var shape = names.Target(reference);
        var property = $"(({type})o).{model.Sdk.Property(owner, name)}";
        var csharp = names.PropertyType(owner, name, reference);
        if (model.Sdk.IsEpochMilliseconds(owner, name))
        {
            return ($"EpochMilliseconds.From({property})", $"{property} = EpochMilliseconds.ToDateTime(v)");
        }

        if (model.Sdk.Unwrapped(shape.Name) is not null)
        {
            return ($"Unwrapped.Of({property})", $"{property} = ({csharp})(v as Unwrapped)?.Value!");
        }

        if (shape.IsDocument)
        {
            return ($"{property}.IsNull() ? null : (object?){property}", $"{property} = v is {csharp} d ? d : default");
        }

        return shape.IsEnum ? ($"{property}?.Value", $"{property} = (string)v!") : (property, $"{property} = ({csharp})v!");
    }

    private static string? Location(string? name) => name switch
    {
        null => null,
        "uri" => "Uri",
        "querystring" => "QueryString",
        "header" => "Header",
        "headers" => "Headers",
        "statusCode" => "StatusCode",
        _ => throw new NotSupportedException($"Location {name} is not known."),
    };
}
