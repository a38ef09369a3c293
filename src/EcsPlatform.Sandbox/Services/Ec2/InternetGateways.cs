using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Internet gateways: at most one per VPC, and not detached while public addresses are mapped through it.</summary>
public sealed partial class Ec2Service
{
    private static readonly Listing<InternetGateway> InternetGatewayListing = new(Kind.InternetGateway, static gateway => gateway.InternetGatewayId, new()
    {
        ["internet-gateway-id"] = static gateway => [gateway.InternetGatewayId],
        ["attachment.vpc-id"] = static gateway => gateway.Attachments.Select(attachment => attachment.VpcId),
        ["attachment.state"] = static gateway => gateway.Attachments.Select(attachment => attachment.State.Value),
        ["owner-id"] = static gateway => [gateway.OwnerId],
    });

    /// <summary>Whether the VPC can reach the internet: an internet gateway is attached.</summary>
    internal bool HasInternetGateway(string vpcId) => State.InternetGateways.Values.Any(gateway => AttachedVpc(gateway) == vpcId);

    private void HandleInternetGateways()
    {
        On(EC2Model.CreateInternetGateway, CreateInternetGateway);
        On(EC2Model.AttachInternetGateway, AttachInternetGateway);
        On(EC2Model.DetachInternetGateway, DetachInternetGateway);
        On(EC2Model.DeleteInternetGateway, DeleteInternetGateway);
        On(EC2Model.DescribeInternetGateways, DescribeInternetGateways);
    }

    private static string? AttachedVpc(InternetGateway gateway) => gateway.Attachments.FirstOrDefault()?.VpcId;

    private CreateInternetGatewayResponse CreateInternetGateway(CreateInternetGatewayRequest request)
    {
        var tags = TagsAtCreation(request.TagSpecifications, Kind.InternetGateway);
        if (State.InternetGateways.Count >= Quotas.Vpcs)
        {
            throw new AwsError("InternetGatewayLimitExceeded", "The maximum number of internet gateways has been reached.");
        }

        var gateway = new InternetGateway { InternetGatewayId = Ids.Ec2("igw"), OwnerId = Region.AccountId, Attachments = [] };
        State.InternetGateways.Add(gateway.InternetGatewayId, gateway);
        Tag(gateway.InternetGatewayId, tags);
        return new CreateInternetGatewayResponse { InternetGateway = WithTags(gateway) };
    }

    private AttachInternetGatewayResponse AttachInternetGateway(AttachInternetGatewayRequest request)
    {
        var gateway = Kind.InternetGateway.Find(State.InternetGateways, request.InternetGatewayId);
        var vpc = Kind.Vpc.Find(State.Vpcs, request.VpcId);
        if (AttachedVpc(gateway) is { } attached)
        {
            throw new AwsError("Resource.AlreadyAssociated", $"resource {gateway.InternetGatewayId} is already attached to network {attached}");
        }

        if (HasInternetGateway(vpc.VpcId))
        {
            throw new AwsError("InvalidParameterValue", $"Network {vpc.VpcId} already has an internet gateway attached");
        }

        // EC2 answers "available" here, which is not a value of the AttachmentStatus enum.
        gateway.Attachments.Add(new() { VpcId = vpc.VpcId, State = "available" });
        return new AttachInternetGatewayResponse();
    }

    private DetachInternetGatewayResponse DetachInternetGateway(DetachInternetGatewayRequest request)
    {
        var gateway = Kind.InternetGateway.Find(State.InternetGateways, request.InternetGatewayId);
        var vpc = Kind.Vpc.Find(State.Vpcs, request.VpcId);
        if (AttachedVpc(gateway) != vpc.VpcId)
        {
            throw new AwsError("Gateway.NotAttached", $"resource {gateway.InternetGatewayId} is not attached to network {vpc.VpcId}");
        }

        if (State.NetworkInterfaces.Values.Any(network => network.VpcId == vpc.VpcId && network.Association?.PublicIp is not null))
        {
            throw new AwsError("DependencyViolation",
                $"Network {vpc.VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.");
        }

        gateway.Attachments.Clear();
        return new DetachInternetGatewayResponse();
    }

    private DeleteInternetGatewayResponse DeleteInternetGateway(DeleteInternetGatewayRequest request)
    {
        var gateway = Kind.InternetGateway.Find(State.InternetGateways, request.InternetGatewayId);
        if (AttachedVpc(gateway) is not null)
        {
            throw Kind.InternetGateway.HasDependencies(gateway.InternetGatewayId);
        }

        Remove(State.InternetGateways, [gateway.InternetGatewayId]);
        return new DeleteInternetGatewayResponse();
    }

    private DescribeInternetGatewaysResponse DescribeInternetGateways(DescribeInternetGatewaysRequest request)
    {
        var page = Describe(
            InternetGatewayListing, State.InternetGateways, request.InternetGatewayIds, request.Filters, request.NextToken, request.MaxResults);
        return new DescribeInternetGatewaysResponse { InternetGateways = [.. page.Items.Select(WithTags)], NextToken = page.NextToken };
    }

    private InternetGateway WithTags(InternetGateway gateway)
    {
        gateway.Tags = TagList(gateway.InternetGatewayId);
        return gateway;
    }
}
