using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>NAT gateways: what is wrong with one shows after it was accepted, in its state.</summary>
public sealed partial class Ec2Service
{
    private static readonly Listing<NatGateway> NatGatewayListing = new(Kind.NatGateway, static gateway => gateway.NatGatewayId, new()
    {
        ["nat-gateway-id"] = static gateway => [gateway.NatGatewayId],
        ["subnet-id"] = static gateway => [gateway.SubnetId],
        ["vpc-id"] = static gateway => [gateway.VpcId],
        ["state"] = static gateway => [gateway.State.Value],
    });

    private Step _natGatewayAvailable = null!;
    private Step _natGatewayDeleted = null!;
    private Step _natGatewayForgotten = null!;

    private static bool IsAlive(NatGateway gateway) => gateway.State == NatGatewayState.Pending || gateway.State == NatGatewayState.Available;

    private void HandleNatGateways()
    {
        _natGatewayAvailable = Step("nat-gateway-available", FinishNatGateway);
        _natGatewayDeleted = Step("nat-gateway-deleted", EndNatGateway);
        _natGatewayForgotten = Step("nat-gateway-forgotten", ForgetNatGateway);
        On(EC2Model.CreateNatGateway, CreateNatGateway);
        On(EC2Model.DeleteNatGateway, DeleteNatGateway);
        On(EC2Model.DescribeNatGateways, DescribeNatGateways);
    }

    private CreateNatGatewayResponse CreateNatGateway(CreateNatGatewayRequest request)
    {
        var asked = $"{request.SubnetId} {request.AllocationId} {request.ConnectivityType?.Value} {request.PrivateIpAddress}";
        if (request.ClientToken is { Length: > 0 } token && State.NatGatewayTokens.TryGetValue(token, out var use))
        {
            return use.Request == asked
                ? new CreateNatGatewayResponse { ClientToken = token, NatGateway = WithTags(State.NatGateways[use.ResourceId]) }
                : throw new AwsError("IdempotentParameterMismatch", $"The client token '{token}' was used with other parameters before.");
        }

        var tags = TagsAtCreation(request.TagSpecifications, Kind.NatGateway);
        var subnet = Kind.Subnet.Find(State.Subnets, Value(request.SubnetId, "subnetId"));
        var connectivity = request.ConnectivityType ?? ConnectivityType.Public;
        var address = NatGatewayAddressOf(request, connectivity);
        if (State.NatGateways.Values.Count(other => IsAlive(other) && State.Subnets.GetValueOrDefault(other.SubnetId)?.AvailabilityZone == subnet.AvailabilityZone)
            >= Quotas.NatGatewaysPerZone)
        {
            throw new AwsError("NatGatewayLimitExceeded", "The maximum number of NAT gateways has been reached.");
        }

        var gateway = new NatGateway
        {
            NatGatewayId = Ids.Ec2("nat"),
            SubnetId = subnet.SubnetId,
            VpcId = subnet.VpcId,
            State = NatGatewayState.Pending,
            CreateTime = Now.UtcDateTime,
            ConnectivityType = connectivity,
            NatGatewayAddresses = [new() { AllocationId = address?.AllocationId, IsPrimary = true, Status = NatGatewayAddressStatus.Associating }],
        };
        State.NatGateways.Add(gateway.NatGatewayId, gateway);
        Tag(gateway.NatGatewayId, tags);
        if (request.ClientToken is { Length: > 0 } fresh)
        {
            State.NatGatewayTokens[fresh] = new ClientTokenUse(gateway.NatGatewayId, asked);
        }

        Start(gateway, address);
        return new CreateNatGatewayResponse { ClientToken = request.ClientToken, NatGateway = WithTags(gateway) };
    }

    private Address? NatGatewayAddressOf(CreateNatGatewayRequest request, ConnectivityType connectivity)
    {
        if (connectivity == ConnectivityType.Private)
        {
            return request.AllocationId is null ? null : throw new AwsError(
                "InvalidParameterCombination", "The parameter AllocationId cannot be used with a private NAT gateway.");
        }

        return request.AllocationId is { } id ? Kind.Address.Find(State.Addresses, id) : throw new AwsError(
            "MissingParameter", "The request must include the AllocationId parameter. Add the required parameter and retry the request.");
    }

    private void Start(NatGateway gateway, Address? address)
    {
        if (ReasonToFail(gateway, address) is { } reason)
        {
            (gateway.FailureCode, gateway.FailureMessage) = reason;
            _natGatewayAvailable.After(Ec2Pace.NatGatewayFailed, gateway.NatGatewayId);
            return;
        }

        var network = CreateInterface(new InterfaceOrder(gateway.SubnetId, [], $"Interface for NAT Gateway {gateway.NatGatewayId}", "amazon-nat")
        {
            Type = NatGatewayInterface,
            AllocationId = address?.AllocationId,
        });
        var shown = gateway.NatGatewayAddresses[0];
        shown.NetworkInterfaceId = network.NetworkInterfaceId;
        shown.PrivateIp = network.PrivateIpAddress;
        shown.PublicIp = network.Association?.PublicIp;
        shown.AssociationId = network.Association?.AssociationId;
        _natGatewayAvailable.After(Ec2Pace.NatGatewayAvailable, gateway.NatGatewayId);
    }

    private (string Code, string Message)? ReasonToFail(NatGateway gateway, Address? address)
    {
        if (FreeAddresses(State.Subnets[gateway.SubnetId]) < 1)
        {
            return ("InsufficientFreeAddressesInSubnet", "Subnet has insufficient free addresses to create this NAT gateway");
        }

        if (gateway.ConnectivityType == ConnectivityType.Public && !HasInternetGateway(gateway.VpcId))
        {
            return ("Gateway.NotAttached", $"Network {gateway.VpcId} has no Internet gateway attached");
        }

        return address?.AssociationId is null ? null
            : ("Resource.AlreadyAssociated", $"Elastic IP address [{address.AllocationId}] is already associated");
    }

    private void FinishNatGateway(string id)
    {
        if (!State.NatGateways.TryGetValue(id, out var gateway) || gateway.State != NatGatewayState.Pending)
        {
            return;
        }

        var failed = gateway.FailureCode is not null;
        gateway.State = failed ? NatGatewayState.Failed : NatGatewayState.Available;
        gateway.NatGatewayAddresses[0].Status = failed ? NatGatewayAddressStatus.Failed : NatGatewayAddressStatus.Succeeded;
        if (failed)
        {
            gateway.DeleteTime = Now.UtcDateTime;
            _natGatewayForgotten.After(Ec2Pace.NatGatewayForgotten, id);
        }
    }

    private DeleteNatGatewayResponse DeleteNatGateway(DeleteNatGatewayRequest request)
    {
        var gateway = Kind.NatGateway.Find(State.NatGateways, request.NatGatewayId);
        if (gateway.State != NatGatewayState.Deleting && gateway.State != NatGatewayState.Deleted)
        {
            _natGatewayAvailable.Cancel(gateway.NatGatewayId);
            _natGatewayForgotten.Cancel(gateway.NatGatewayId);
            gateway.State = NatGatewayState.Deleting;
            _natGatewayDeleted.After(Ec2Pace.NatGatewayDeleted, gateway.NatGatewayId);
        }

        return new DeleteNatGatewayResponse { NatGatewayId = gateway.NatGatewayId };
    }

    private void EndNatGateway(string id)
    {
        var gateway = State.NatGateways[id];
        gateway.State = NatGatewayState.Deleted;
        gateway.DeleteTime = Now.UtcDateTime;
        if (gateway.NatGatewayAddresses[0].NetworkInterfaceId is { } network)
        {
            RemoveInterface(network);
        }

        _natGatewayForgotten.After(Ec2Pace.NatGatewayForgotten, id);
    }

    private void ForgetNatGateway(string id)
    {
        Remove(State.NatGateways, [id]);
        foreach (var token in State.NatGatewayTokens.Where(pair => pair.Value.ResourceId == id).Select(pair => pair.Key).ToArray())
        {
            State.NatGatewayTokens.Remove(token);
        }
    }

    private DescribeNatGatewaysResponse DescribeNatGateways(DescribeNatGatewaysRequest request)
    {
        var page = Describe(
            NatGatewayListing, State.NatGateways, request.NatGatewayIds, request.Filter, request.NextToken, request.MaxResults);
        return new DescribeNatGatewaysResponse { NatGateways = [.. page.Items.Select(WithTags)], NextToken = page.NextToken };
    }

    private NatGateway WithTags(NatGateway gateway)
    {
        gateway.Tags = TagList(gateway.NatGatewayId);
        return gateway;
    }
}
