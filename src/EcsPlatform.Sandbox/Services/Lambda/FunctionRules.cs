using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace EcsPlatform.Sandbox.Services.Lambda;

/// <summary>What functions must keep to (Lambda developer guide, "Lambda quotas", "Lambda runtimes", "Using Lambda environment variables").</summary>
internal static class FunctionRules
{
    private const int EnvironmentBytes = 4096;

    private static readonly HashSet<string> Runtimes =
    [
        "nodejs20.x", "nodejs22.x", "nodejs24.x", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14",
        "java11", "java17", "java21", "java25", "dotnet8", "dotnet10", "ruby3.3", "ruby3.4", "ruby4.0", "provided.al2", "provided.al2023",
    ];

    private static readonly HashSet<string> Reserved =
    [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ];

    public static void CheckRuntime(string runtime)
    {
        if (!Runtimes.Contains(runtime))
        {
            throw Invalid($"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. "
                + "We recommend you use a supported runtime while creating or updating functions.");
        }
    }

    public static void CheckTimeout(int? seconds)
    {
        if (seconds > 900)
        {
            throw new AwsError("ValidationException",
                $"1 validation error detected: Value '{seconds}' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900");
        }
    }

    public static void CheckEnvironment(IReadOnlyDictionary<string, string>? variables)
    {
        if (variables is null)
        {
            return;
        }

        if (variables.Keys.Where(Reserved.Contains).ToArray() is { Length: > 0 } taken)
        {
            throw Invalid("Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys "
                + $"that are currently not supported for modification. Reserved keys used in this request: {string.Join(", ", taken)}");
        }

        var size = variables.Sum(variable => Encoding.UTF8.GetByteCount(variable.Key) + Encoding.UTF8.GetByteCount(variable.Value));
        if (size > EnvironmentBytes)
        {
            throw Invalid("Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. "
                + $"String measured: {size}");
        }
    }

    /// <summary>Size and SHA-256 of the code, once it has proved to be a zip with something in it.</summary>
    public static (long Size, string Sha256) Code(MemoryStream? zip, string? bucket, string? image)
    {
        if (zip is null)
        {
            throw Invalid(bucket is null && image is null
                ? "Please provide a source for function code."
                : "The EcsPlatform sandbox takes function code as a zip file in the request only.");
        }

        var bytes = zip.ToArray();
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes));
            if (archive.Entries.Count == 0)
            {
                throw Invalid("Uploaded file must be a non-empty zip");
            }
        }
        catch (InvalidDataException)
        {
            throw Invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");
        }

        return (bytes.Length, Convert.ToBase64String(SHA256.HashData(bytes)));
    }

    private static AwsError Invalid(string message) => new("InvalidParameterValueException", message);
}
