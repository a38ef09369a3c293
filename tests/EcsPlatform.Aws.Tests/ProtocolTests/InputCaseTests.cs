using System.Text;
using System.Text.Json;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>Requests are what AWS's cases say they are.</summary>
public class InputCaseTests
{
    internal const string Token = "00000000-0000-4000-8000-000000000000";

    public static TheoryData<string, int, string> Rows => CaseRows.Of("input");

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_request_is_written_as_the_case_says(string file, int suite, string id)
    {
        var test = CaseRows.Find("input", file, suite, id);
        if (SkippedCases.Reason(id) is { } reason)
        {
            Assert.Skip(reason);
        }

        var request = Write(test);
        var expected = test.Json.GetProperty("serialized");

        request.Method.ShouldBe(Text(expected, "method") ?? "POST");
        CheckUri(request, test.Suite.Endpoint, expected);
        CheckHeaders(request, expected);
        if (Text(expected, "body") is { } body)
        {
            Body(Encoding.UTF8.GetString(request.Body.Span), request).ShouldBe(Body(body, request));
        }
    }

    internal static WireRequest Write(ProtocolCase test)
    {
        var operation = SuiteAssembly.Operation(test);
        return WireProtocol.For(operation.Service.Protocol, () => Token).WriteRequest(operation, CaseValues.ToInstance(operation.Input, Params(test)));
    }

    internal static JsonElement Params(ProtocolCase test) => test["params"] ?? JsonDocument.Parse("{}").RootElement;

    private static void CheckUri(WireRequest request, Uri endpoint, JsonElement expected)
    {
        var uri = (Text(expected, "uri") ?? "/").Split('?', 2);
        (endpoint.AbsolutePath.TrimEnd('/') + request.Path).ShouldBe(uri[0]);
        var query = string.Join('&', request.Query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        Canonical.Form(query).ShouldBe(Canonical.Form(uri.Length > 1 ? uri[1] : ""));
        if (Text(expected, "host") is { } host)
        {
            (request.HostPrefix + endpoint.Host + endpoint.AbsolutePath.TrimEnd('/')).ShouldBe(host);
        }
    }

    private static void CheckHeaders(WireRequest request, JsonElement expected)
    {
        // The HTTP layer counts the body.
        if (!request.Body.IsEmpty)
        {
            request.Headers["Content-Length"] = request.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        foreach (var header in Property(expected, "headers")?.EnumerateObject() ?? [])
        {
            request.Headers.ShouldContainKey(header.Name);
            request.Headers[header.Name].ShouldBe(header.Value.GetString(), header.Name);
        }

        foreach (var header in Property(expected, "requireHeaders")?.EnumerateArray() ?? [])
        {
            request.Headers.ShouldContainKey(header.GetString()!);
        }

        foreach (var header in Property(expected, "forbidHeaders")?.EnumerateArray() ?? [])
        {
            request.Headers.ShouldNotContainKey(header.GetString()!);
        }
    }

    private static string Body(string text, WireRequest request)
    {
        var type = request.Headers.TryGetValue("Content-Type", out var header) ? header : "";
        return text.Length == 0 ? text
            : type.Contains("json", StringComparison.Ordinal) ? Canonical.Json(text)
            : type.Contains("xml", StringComparison.Ordinal) ? Canonical.Xml(text)
            : type.Contains("form", StringComparison.Ordinal) ? Canonical.Form(text)
            : text;
    }

    private static JsonElement? Property(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement json, string name) => Property(json, name)?.GetString();
}
