using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>Responses and errors mean what AWS's cases say they mean.</summary>
public class OutputCaseTests
{
    public static TheoryData<string, int, string> Rows => CaseRows.Of("output");

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_response_is_read_as_the_case_says(string file, int suite, string id)
    {
        var test = CaseRows.Find("output", file, suite, id);
        if (SkippedCases.Reason(id) is { } reason)
        {
            Assert.Skip(reason);
        }

        var operation = SuiteAssembly.Operation(test);
        var protocol = WireProtocol.For(operation.Service.Protocol);
        if (IsError(test))
        {
            CheckError(test, protocol.ReadError(operation, Response(test)));
        }
        else
        {
            var output = protocol.ReadResponse(operation, Response(test));
            Canonical.Json(CaseValues.ToJson(operation.Output, output)).ShouldBe(Canonical.Json(Result(test, "result")));
        }
    }

    internal static bool IsError(ProtocolCase test) => test["errorCode"] is not null || test["error"] is not null;

    internal static WireResponse Response(ProtocolCase test)
    {
        var json = test.Json.GetProperty("response");
        var response = new WireResponse { StatusCode = json.GetProperty("status_code").GetInt32() };
        foreach (var header in json.TryGetProperty("headers", out var headers) ? headers.EnumerateObject() : [])
        {
            response.Headers[header.Name] = header.Value.ToString();
        }

        response.Body = Encoding.UTF8.GetBytes(json.TryGetProperty("body", out var body) ? body.GetString() ?? "" : "");
        return response;
    }

    internal static JsonObject Result(ProtocolCase test, string name) =>
        test[name] is { } result ? JsonNode.Parse(result.GetRawText())!.AsObject() : [];

    private static void CheckError(ProtocolCase test, WireError error)
    {
        error.Code.ShouldBe(test["errorCode"]?.GetString() ?? error.Code);
        error.Message.ShouldBe(test["errorMessage"]?.GetString() ?? error.Message);
        error.StatusCode.ShouldBe(Response(test).StatusCode);

        var expected = Result(test, "error");
        foreach (var message in expected.Where(member => CaseValues.IsMessage(member.Key)).ToList())
        {
            error.Message.ShouldBe(message.Value!.GetValue<string>());
            expected.Remove(message.Key);
        }

        var shape = SuiteAssembly.Operation(test).Errors.Single(shape => shape.ErrorCode == error.Code || shape.Name == error.Code);
        Canonical.Json(CaseValues.ToJson(shape, error.Detail.ShouldNotBeNull())).ShouldBe(Canonical.Json(expected));
    }
}
