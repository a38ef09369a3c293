namespace EcsPlatform.Aws.Generator;

/// <summary>The service's exception, the base of its requests, and an exception for each error that the model names.</summary>
internal static class ExceptionWriter
{
    /// <summary>The bases, in the service's namespace.</summary>
    public static string WriteBases(CodeNames names)
    {
        var code = new CodeText(names.Namespace, nullable: false);
        code.Line($"public partial class {names.Client}Request : global::Amazon.Runtime.AmazonWebServiceRequest;");
        Exception(code, $"{names.Client}Exception", "global::Amazon.Runtime.AmazonServiceException", static () => { });
        return code.ToString();
    }

    /// <summary>The errors, in its Model namespace.</summary>
    public static string WriteErrors(ApiModel model, CodeNames names)
    {
        var code = new CodeText(names.Namespace + ".Model", nullable: false);

        // Two errors can share a class: CloudWatch has ResourceNotFound and ResourceNotFoundException.
        foreach (var shapes in Errors(model).GroupBy(names.ExceptionClass).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var type = shapes.Key.Substring(shapes.Key.LastIndexOf('.') + 1);
            var members = shapes.SelectMany(Details).GroupBy(member => Naming.Upper(member.Key)).Select(group => group.First());
            Exception(code, type, $"{names.Client}Exception", () => TypeWriter.Properties(code, model, names, type, members));
        }

        return code.ToString();
    }

    /// <summary>The errors of all operations.</summary>
    public static IEnumerable<ApiShape> Errors(ApiModel model) => model.Operations.SelectMany(operation => operation.Errors).Distinct();

    /// <summary>The message is the exception's own.</summary>
    public static bool IsMessage(string member) => member.Equals("message", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<KeyValuePair<string, Json>> Details(ApiShape error) => error.Members.Where(member => !IsMessage(member.Key));

    private static void Exception(CodeText code, string type, string parent, Action properties)
    {
        const string Details = "global::Amazon.Runtime.ErrorType errorType, string errorCode, string requestId, global::System.Net.HttpStatusCode statusCode";
        using var _ = code.Block($"public partial class {type} : {parent}");
        code.Line($"public {type}() : base() {{ }}");
        code.Line($"public {type}(string message) : base(message) {{ }}");
        code.Line($"public {type}(string message, global::System.Exception innerException) : base(message, innerException) {{ }}");
        code.Line($"public {type}(global::System.Exception innerException) : base(innerException) {{ }}");
        code.Line($"public {type}(string message, global::System.Exception innerException, {Details}) : base(message, innerException, errorType, errorCode, requestId, statusCode) {{ }}");
        code.Line($"public {type}(string message, {Details}) : base(message, errorType, errorCode, requestId, statusCode) {{ }}");
        properties();
    }
}
