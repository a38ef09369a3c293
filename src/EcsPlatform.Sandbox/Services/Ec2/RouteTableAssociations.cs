using Amazon.EC2;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Which subnet uses which route table; a VPC's main association names no subnet.</summary>
public sealed partial class Ec2Service
{
    private void HandleRouteTableAssociations()
    {
        On(EC2Model.AssociateRouteTable, AssociateRouteTable);
        On(EC2Model.DisassociateRouteTable, DisassociateRouteTable);
        On(EC2Model.ReplaceRouteTableAssociation, ReplaceRouteTableAssociation);
    }

    private AssociateRouteTableResponse AssociateRouteTable(AssociateRouteTableRequest request)
    {
        var table = Kind.RouteTable.Find(State.RouteTables, request.RouteTableId);
        var subnet = Kind.Subnet.Find(State.Subnets, Value(request.SubnetId, "subnetId"));
        CheckSameNetwork(table, subnet.SubnetId);
        var existing = State.RouteTables.Values.SelectMany(other => other.Associations).FirstOrDefault(other => other.SubnetId == subnet.SubnetId);
        if (existing is not null && existing.RouteTableId != table.RouteTableId)
        {
            throw new AwsError("Resource.AlreadyAssociated",
                $"the specified association for route table {table.RouteTableId} conflicts with an existing association");
        }

        if (existing is null)
        {
            table.Associations.Add(existing = Association(table, subnet.SubnetId));
        }

        return new AssociateRouteTableResponse { AssociationId = existing.RouteTableAssociationId, AssociationState = existing.AssociationState };
    }

    private DisassociateRouteTableResponse DisassociateRouteTable(DisassociateRouteTableRequest request)
    {
        var (table, association) = FindAssociation(request.AssociationId);
        if (association.Main == true)
        {
            throw new AwsError("InvalidParameterValue", $"cannot disassociate the main route table association {association.RouteTableAssociationId}");
        }

        table.Associations.Remove(association);
        return new DisassociateRouteTableResponse();
    }

    private ReplaceRouteTableAssociationResponse ReplaceRouteTableAssociation(ReplaceRouteTableAssociationRequest request)
    {
        var table = Kind.RouteTable.Find(State.RouteTables, request.RouteTableId);
        var (old, association) = FindAssociation(request.AssociationId);
        if (old.VpcId != table.VpcId)
        {
            throw DifferentNetworks(table, association.SubnetId ?? old.VpcId);
        }

        old.Associations.Remove(association);
        var made = Association(table, association.SubnetId);
        table.Associations.Add(made);
        return new ReplaceRouteTableAssociationResponse { NewAssociationId = made.RouteTableAssociationId, AssociationState = made.AssociationState };
    }

    private static AwsError DifferentNetworks(RouteTable table, string other) =>
        new("InvalidParameterValue", $"Route table {table.RouteTableId} and {other} belong to different networks");

    private void CheckSameNetwork(RouteTable table, string subnetId)
    {
        if (State.Subnets[subnetId].VpcId != table.VpcId)
        {
            throw DifferentNetworks(table, "subnet " + subnetId);
        }
    }

    private RouteTableAssociation Association(RouteTable table, string? subnetId) => new()
    {
        RouteTableAssociationId = Ids.Ec2("rtbassoc"),
        RouteTableId = table.RouteTableId,
        SubnetId = subnetId,
        Main = subnetId is null,
        AssociationState = new() { State = RouteTableAssociationStateCode.Associated },
    };

    private (RouteTable Table, RouteTableAssociation Association) FindAssociation(string id)
    {
        foreach (var table in State.RouteTables.Values)
        {
            if (table.Associations.FirstOrDefault(association => association.RouteTableAssociationId == id) is { } association)
            {
                return (table, association);
            }
        }

        throw new AwsError("InvalidAssociationID.NotFound", $"The association ID '{id}' does not exist");
    }
}
