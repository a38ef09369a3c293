using Amazon.CloudWatch.Model;
using EcsPlatform.Aws.Models;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>CBOR, which newer AWS CLIs speak to CloudWatch.</summary>
public class RpcV2CborTests
{
    private static readonly WireProtocol Cbor = WireProtocol.Detect(
        CloudWatchModel.Service, new WireRequest { Headers = { [RpcV2CborProtocol.Header] = RpcV2CborProtocol.HeaderValue } });

    [Fact]
    public void The_path_names_service_and_operation()
    {
        var request = Cbor.WriteRequest(CloudWatchModel.PutMetricAlarm, Alarm());

        request.Path.ShouldBe("/service/GraniteServiceVersion20100801/operation/PutMetricAlarm");
        Cbor.FindOperation(CloudWatchModel.Service, request).ShouldBe(CloudWatchModel.PutMetricAlarm);
    }

    [Fact]
    public void A_request_comes_back_as_it_was()
    {
        var sent = Alarm();

        var received = Cbor.ReadRequest(CloudWatchModel.PutMetricAlarm, Cbor.WriteRequest(CloudWatchModel.PutMetricAlarm, sent));

        Text(CloudWatchModel.PutMetricAlarm.Input, received).ShouldBe(Text(CloudWatchModel.PutMetricAlarm.Input, sent));
    }

    [Fact]
    public void A_response_comes_back_as_it_was()
    {
        var sent = new DescribeAlarmsResponse
        {
            CompositeAlarms = [],
            MetricAlarms = [new() { AlarmName = "cpu", Threshold = 0.1, Period = 60, StateUpdatedTimestamp = new DateTime(2026, 11, 20, 10, 18, 0, 123, DateTimeKind.Utc) }],
        };

        var response = Cbor.WriteResponse(CloudWatchModel.DescribeAlarms, sent, "request-1");
        var received = (DescribeAlarmsResponse)Cbor.ReadResponse(CloudWatchModel.DescribeAlarms, response);

        response.Headers["smithy-protocol"].ShouldBe("rpc-v2-cbor");
        response.Headers["Content-Type"].ShouldBe("application/cbor");
        Text(CloudWatchModel.DescribeAlarms.Output, received).ShouldBe(Text(CloudWatchModel.DescribeAlarms.Output, sent));
        received.ResponseMetadata.RequestId.ShouldBe("request-1");
    }

    [Fact]
    public void An_error_travels_by_its_shape_s_name_and_keeps_its_old_code()
    {
        var operation = CloudWatchModel.PutMetricAlarm;
        var sent = new WireError("LimitExceeded", "too many", 400);

        var response = Cbor.WriteError(operation.Service, operation, sent, "request-1");

        response.Headers["x-amzn-query-error"].ShouldBe("LimitExceeded;Sender");
        var received = Cbor.ReadError(operation, response);
        received.Code.ShouldBe("LimitExceeded");
        received.Message.ShouldBe("too many");
        received.RequestId.ShouldBe("request-1");
        received.Detail.ShouldBeOfType<LimitExceededFaultException>();
    }

    [Theory]
    [InlineData("")] // no body is no member
    [InlineData("A0")] // {}
    [InlineData("BFFF")] // {} of indefinite length
    [InlineData("BF69416C61726D4E616D65F6FF")] // {_ "AlarmName": null}
    public void Nothing_set_has_many_forms(string hex)
    {
        var input = (PutMetricAlarmRequest)Cbor.ReadRequest(CloudWatchModel.PutMetricAlarm, new WireRequest { Body = Convert.FromHexString(hex) });

        input.AlarmName.ShouldBeNull();
    }

    [Fact]
    public void Chunked_strings_half_floats_and_tags_are_understood()
    {
        // {"AlarmName": (_ "cp", "u"), "Threshold": 1.5 as a half float}
        var input = (PutMetricAlarmRequest)Cbor.ReadRequest(
            CloudWatchModel.PutMetricAlarm,
            new WireRequest { Body = Convert.FromHexString("A269416C61726D4E616D657F6263706175FF695468726573686F6C64F93E00") });

        input.AlarmName.ShouldBe("cpu");
        input.Threshold.ShouldBe(1.5);
    }

    [Theory]
    [InlineData("A1")] // a map of one entry that ends
    [InlineData("A169416C61726D4E616D6501")] // {"AlarmName": 1}
    [InlineData("80")] // []
    [InlineData("5BFFFFFFFFFFFFFFFF")] // more bytes than there are
    public void What_is_no_request_is_refused(string hex) =>
        Should.Throw<WireFormatException>(() => Cbor.ReadRequest(CloudWatchModel.PutMetricAlarm, new WireRequest { Body = Convert.FromHexString(hex) }));

    private static PutMetricAlarmRequest Alarm() => new()
    {
        AlarmName = "cpu-ü",
        ActionsEnabled = false,
        EvaluationPeriods = 300,
        Threshold = -80.25,
        AlarmActions = [],
        Dimensions = [new() { Name = "ClusterName", Value = new string('x', 300) }],
        ComparisonOperator = "GreaterThanThreshold",
    };

    private static string Text(StructureShape shape, object instance) => Canonical.Json(CaseValues.ToJson(shape, instance));
}
