using System.Text;
using EcsPlatform.Aws.Models;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Aws.Tests.ProtocolTests;

/// <summary>Every client has its favourite among a service's protocols; the request tells which.</summary>
public class DetectionTests
{
    [Fact]
    public void A_target_header_means_JSON() =>
        WireProtocol.Detect(CloudWatchModel.Service, Request(("X-Amz-Target", "GraniteServiceVersion20100801.DescribeAlarms"))).ShouldBeOfType<AwsJsonProtocol>();

    [Fact]
    public void The_smithy_header_means_CBOR() =>
        WireProtocol.Detect(CloudWatchModel.Service, Request(("smithy-protocol", "rpc-v2-cbor"))).ShouldBeOfType<RpcV2CborProtocol>();

    [Fact]
    public void A_form_with_an_action_means_query() =>
        WireProtocol.Detect(CloudWatchModel.Service, Form("Action=DescribeAlarms")).ShouldBeOfType<QueryProtocol>();

    [Fact]
    public void A_form_to_EC2_is_of_its_dialect() =>
        WireProtocol.Detect(EC2Model.Service, Form("Action=DescribeVpcs")).ShouldBeOfType<Ec2QueryProtocol>();

    [Fact]
    public void An_action_in_the_query_string_will_do()
    {
        var request = new WireRequest { Method = "GET" };
        request.Query.Add(new("Action", "GetCallerIdentity"));

        WireProtocol.Detect(SecurityTokenModel.Service, request).ShouldBeOfType<QueryProtocol>();
    }

    [Fact]
    public void A_service_is_not_taken_for_what_it_does_not_speak() =>
        WireProtocol.Detect(ECSModel.Service, Request(("smithy-protocol", "rpc-v2-cbor"), ("X-Amz-Target", "x.y"))).ShouldBeOfType<AwsJsonProtocol>();

    private static WireRequest Request(params (string Name, string Value)[] headers)
    {
        var request = new WireRequest();
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        return request;
    }

    private static WireRequest Form(string body)
    {
        var request = Request(("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));
        request.Body = Encoding.UTF8.GetBytes(body);
        return request;
    }
}
