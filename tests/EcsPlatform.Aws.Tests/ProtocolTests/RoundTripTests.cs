using System.Text.Json;
using System.Text.Json.Nodes;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>The server's side of every protocol undoes the client's: what one writes the other reads back, for every case.</summary>
public class RoundTripTests
{
    public static TheoryData<string, int, string> Inputs => CaseRows.Of("input");

    public static TheoryData<string, int, string> Outputs => CaseRows.Of("output");

    [Theory]
    [MemberData(nameof(Inputs))]
    public void A_server_reads_the_request_that_a_client_writes(string file, int suite, string id)
    {
        var test = CaseRows.Find("input", file, suite, id);
        var operation = SuiteAssembly.Operation(test);
        var protocol = WireProtocol.For(operation.Service.Protocol, () => InputCaseTests.Token);
        var sent = CaseValues.ToInstance(operation.Input, InputCaseTests.Params(test));

        var request = protocol.WriteRequest(operation, sent);
        WireProtocol.Detect(operation.Service, request).ShouldBeOfType(protocol.GetType());
        protocol.FindOperation(operation.Service, request).ShouldBe(operation);
        var received = protocol.ReadRequest(operation, request);

        Text(operation, operation.Input, received).ShouldBe(Text(operation, operation.Input, WithTokens(operation.Input, sent)));
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_client_reads_the_response_that_a_server_writes(string file, int suite, string id)
    {
        var test = CaseRows.Find("output", file, suite, id);
        var operation = SuiteAssembly.Operation(test);
        var protocol = WireProtocol.For(operation.Service.Protocol);
        if (OutputCaseTests.IsError(test))
        {
            CheckError(operation, protocol, protocol.ReadError(operation, OutputCaseTests.Response(test)));
            return;
        }

        var sent = CaseValues.ToInstance(operation.Output, JsonSerializer.SerializeToElement(OutputCaseTests.Result(test, "result")));
        var received = protocol.ReadResponse(operation, protocol.WriteResponse(operation, sent, "request-1"));

        Text(operation, operation.Output, received).ShouldBe(Text(operation, operation.Output, sent));
        ((Amazon.Runtime.AmazonWebServiceResponse)received).ResponseMetadata.RequestId.ShouldBe("request-1");
    }

    private static void CheckError(OperationModel operation, WireProtocol protocol, WireError sent)
    {
        var received = protocol.ReadError(operation, protocol.WriteError(operation.Service, operation, sent, "request-1"));

        received.ShouldBe(sent with { RequestId = "request-1", Detail = received.Detail, Fault = received.Fault });
        var shape = operation.Errors.Single(shape => shape.ErrorCode == sent.Code || shape.Name == sent.Code);
        Text(operation, shape, received.Detail.ShouldNotBeNull()).ShouldBe(Text(operation, shape, sent.Detail.ShouldNotBeNull()));
    }

    private static object WithTokens(StructureShape shape, object instance)
    {
        foreach (var member in shape.Members.Where(member => member.IdempotencyToken && member.Get(instance) is null))
        {
            member.Set(instance, InputCaseTests.Token);
        }

        return instance;
    }

    /// <summary>The members that are set; what is there but empty counts as absent wherever the protocol has no form for the difference.</summary>
    private static string Text(OperationModel operation, StructureShape shape, object instance)
    {
        var json = CaseValues.ToJson(shape, instance);
        var protocol = operation.Service.Protocol;
        foreach (var (name, value) in json.ToList())
        {
            var member = shape.Find(name)!;
            if (member.Location == MemberLocation.QueryString && value is JsonObject parameters)
            {
                // A server sees the parameters with names of their own in the map as well.
                shape.Members.Where(other => other.Location == MemberLocation.QueryString).ToList().ForEach(other => parameters.Remove(other.LocationName ?? other.Name));
            }

            var bare = member.Location is MemberLocation.QueryString or MemberLocation.Headers || name == shape.Payload;
            if (protocol is AwsProtocol.Query or AwsProtocol.Ec2Query or AwsProtocol.RestXml || bare)
            {
                Prune(json, name, value);
            }
        }

        return Canonical.Json(json);
    }

    private static void Prune(JsonObject parent, string name, JsonNode? value)
    {
        if (value is JsonObject map)
        {
            foreach (var (key, item) in map.ToList())
            {
                Prune(map, key, item);
            }
        }

        if (value is JsonObject { Count: 0 } or JsonArray { Count: 0 })
        {
            parent.Remove(name);
        }
    }
}
