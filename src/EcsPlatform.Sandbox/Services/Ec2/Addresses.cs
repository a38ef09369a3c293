using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Elastic IP addresses: few per region, not released while associated.</summary>
public sealed partial class Ec2Service
{
    private static readonly Listing<Address> AddressListing = new(Kind.Address, static address => address.AllocationId, new()
    {
        ["allocation-id"] = static address => [address.AllocationId],
        ["association-id"] = static address => [address.AssociationId],
        ["public-ip"] = static address => [address.PublicIp],
        ["domain"] = static address => [address.Domain.Value],
        ["network-interface-id"] = static address => [address.NetworkInterfaceId],
        ["network-interface-owner-id"] = static address => [address.NetworkInterfaceOwnerId],
        ["private-ip-address"] = static address => [address.PrivateIpAddress],
        ["instance-id"] = static address => [address.InstanceId],
        ["network-border-group"] = static address => [address.NetworkBorderGroup],
    });

    private void HandleAddresses()
    {
        On(EC2Model.AllocateAddress, AllocateAddress);
        On(EC2Model.ReleaseAddress, ReleaseAddress);
        On(EC2Model.DisassociateAddress, DisassociateAddress);
        On(EC2Model.DescribeAddresses, DescribeAddresses);
    }

    private AllocateAddressResponse AllocateAddress(AllocateAddressRequest request)
    {
        var tags = TagsAtCreation(request.TagSpecifications, Kind.Address);
        if (State.Addresses.Count >= Quotas.ElasticIps)
        {
            throw new AwsError("AddressLimitExceeded", "The maximum number of addresses has been reached.");
        }

        var address = new Address
        {
            AllocationId = Ids.Ec2("eipalloc"),
            PublicIp = NewPublicIp(),
            Domain = DomainType.Vpc,
            PublicIpv4Pool = "amazon",
            NetworkBorderGroup = Region.Name,
        };
        State.Addresses.Add(address.AllocationId, address);
        Tag(address.AllocationId, tags);
        return new AllocateAddressResponse
        {
            AllocationId = address.AllocationId,
            PublicIp = address.PublicIp,
            Domain = address.Domain,
            PublicIpv4Pool = address.PublicIpv4Pool,
            NetworkBorderGroup = address.NetworkBorderGroup,
        };
    }

    private ReleaseAddressResponse ReleaseAddress(ReleaseAddressRequest request)
    {
        var address = request.AllocationId is null && request.PublicIp is { } ip
            ? FindAddress(ip)
            : Kind.Address.Find(State.Addresses, Value(request.AllocationId, "allocationId"));
        if (address.AssociationId is not null)
        {
            throw new AwsError("InvalidIPAddress.InUse", $"The address with allocation id {address.AllocationId} cannot be released: it is in use by {address.NetworkInterfaceId}.");
        }

        Remove(State.Addresses, [address.AllocationId]);
        return new ReleaseAddressResponse();
    }

    // Addresses are associated only by NAT gateways here, and what a service has associated is not the caller's to take away.
    private DisassociateAddressResponse DisassociateAddress(DisassociateAddressRequest request)
    {
        var id = request.AssociationId is null && request.PublicIp is { } ip
            ? FindAddress(ip).AssociationId
            : Value(request.AssociationId, "associationId");
        throw State.Addresses.Values.Any(address => address.AssociationId == id && id is not null)
            ? new AwsError("AuthFailure", "You do not have permission to access the specified resource.")
            : new AwsError("InvalidAssociationID.NotFound", $"The association ID '{id}' does not exist");
    }

    private DescribeAddressesResponse DescribeAddresses(DescribeAddressesRequest request)
    {
        var byIp = (request.PublicIps ?? []).Select(ip => FindAddress(ip).AllocationId).ToList();
        List<string> ids = [.. request.AllocationIds ?? [], .. byIp];
        var found = AddressListing.Select(State.Addresses, ids, request.Filters, TagsOf);
        return new DescribeAddressesResponse { Addresses = [.. found.Select(WithTags)] };
    }

    private Address FindAddress(string ip) => State.Addresses.Values.FirstOrDefault(address => address.PublicIp == ip)
        ?? throw new AwsError("InvalidAddress.NotFound", $"Address '{ip}' not found.");

    private Address WithTags(Address address)
    {
        address.Tags = TagList(address.AllocationId);
        return address;
    }

    /// <summary>An address of 198.18.0.0/15, the range for benchmarks (RFC 2544): nobody's.</summary>
    private string NewPublicIp()
    {
        while (true)
        {
            var ip = $"198.{18 + Ids.Below(2)}.{Ids.Below(256)}.{1 + Ids.Below(254)}";
            if (State.Addresses.Values.All(address => address.PublicIp != ip)
                && State.NetworkInterfaces.Values.All(network => network.Association?.PublicIp != ip))
            {
                return ip;
            }
        }
    }
}
