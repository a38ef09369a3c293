using Amazon.ServiceDiscovery;
using Amazon.ServiceDiscovery.Model;
using static EcsPlatform.Aws.Models.ServiceDiscoveryModel;

namespace EcsPlatform.Sandbox.Tests.CloudMap;

public sealed class NamespaceTests
{
    private readonly CloudMapWorld _world = new();

    private AwsSandbox Sandbox => _world.Sandbox;

    [Fact]
    public void A_namespace_is_there_when_its_operation_has_succeeded()
    {
        var id = _world.BeginHttp("payments");

        _world.Operation(id).Status.ShouldBe(OperationStatus.SUBMITTED);
        Names().ShouldBeEmpty();
        _world.Wait(1);
        _world.Operation(id).Status.ShouldBe(OperationStatus.PENDING);
        _world.Wait(2);
        var operation = _world.Operation(id);

        operation.Status.ShouldBe(OperationStatus.SUCCESS);
        var found = Sandbox.Call(GetNamespace, new GetNamespaceRequest { Id = operation.Targets["NAMESPACE"] }).Namespace;
        (found.Name, found.Type, found.ServiceCount).ShouldBe(("payments", NamespaceType.HTTP, 0));
        found.Arn.ShouldMatch("^arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-[a-z0-9]{16}$");
    }

    [Fact]
    public void While_it_is_made_the_same_request_is_told_of_the_operation_and_afterwards_of_the_namespace()
    {
        _world.BeginHttp("payments");
        var request = new CreateHttpNamespaceRequest { Name = "payments", CreatorRequestId = "token" };

        Sandbox.Refuses(CreateHttpNamespace, request).Code.ShouldBe("DuplicateRequest");
        _world.Wait(5);

        Sandbox.Refuses(CreateHttpNamespace, request).Code.ShouldBe("NamespaceAlreadyExists");
        Sandbox.Inventory().Count(line => line.Contains("CloudMap Namespaces/", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void The_hosted_zone_of_a_private_namespace_needs_a_VPC_that_exists_and_has_none_of_that_name()
    {
        var vpc = _world.Vpc();
        var good = _world.BeginPrivate("pay.local", vpc);
        var nowhere = _world.BeginPrivate("pay.local", "vpc-0123456789abcdef0");
        _world.Wait(40);
        var again = _world.BeginPrivate("pay.local", vpc);
        var elsewhere = _world.BeginPrivate("pay.local", _world.Vpc());
        _world.Wait(40);

        _world.Operation(good).Status.ShouldBe(OperationStatus.SUCCESS);
        (_world.Operation(nowhere).Status, _world.Operation(nowhere).ErrorCode).ShouldBe((OperationStatus.FAIL, "CANNOT_CREATE_HOSTED_ZONE"));
        _world.Operation(again).ErrorMessage.ShouldContain("ConflictingDomainExists");
        var second = Sandbox.Call(GetNamespace, new GetNamespaceRequest { Id = _world.Operation(elsewhere).Targets["NAMESPACE"] }).Namespace;
        second.Properties.HttpProperties.HttpName.ShouldStartWith("pay.local-");
    }

    [Fact]
    public void A_namespace_with_services_is_in_use_and_goes_after_them()
    {
        var id = _world.Private();
        var service = _world.Create(_world.Dns(id));

        Sandbox.Refuses(DeleteNamespace, new DeleteNamespaceRequest { Id = id }).Code.ShouldBe("ResourceInUse");
        Sandbox.Call(DeleteService, new DeleteServiceRequest { Id = service.Id });
        Sandbox.Call(DeleteNamespace, new DeleteNamespaceRequest { Id = id });
        Sandbox.Refuses(DeleteNamespace, new DeleteNamespaceRequest { Id = id }).Code.ShouldBe("DuplicateRequest");
        Sandbox.Refuses(CreateService, _world.Dns(id)).Code.ShouldBe("NamespaceNotFound");
        _world.Wait(40);

        Sandbox.Refuses(GetNamespace, new GetNamespaceRequest { Id = id }).Code.ShouldBe("NamespaceNotFound");
    }

    [Fact]
    public void Listings_filter_what_each_page_holds()
    {
        var first = _world.Http("a");
        _world.Http("b");
        _world.Private("b.local");

        Names(Filter("NAME", "b")).ShouldBe(["b"]);
        Names(Filter("NAME", "b", "BEGINS_WITH")).ShouldBe(["b", "b.local"], ignoreOrder: true);
        Names(Filter("TYPE", "DNS_PRIVATE")).ShouldBe(["b.local"]);
        var page = Sandbox.Call(ListNamespaces, new ListNamespacesRequest { MaxResults = 1, Filters = [Filter("NAME", "nothing")] });
        page.Namespaces.ShouldBeEmpty();
        page.NextToken.ShouldNotBeNull();
        _world.Create(new CreateServiceRequest { Name = "web", NamespaceId = first });
        Services(first).ShouldBe(["web"]);
        Services("ns-0000000000000000").ShouldBeEmpty();
    }

    [Fact]
    public void Tags_stand_in_the_tagging_API_too()
    {
        Sandbox.Call(CreateHttpNamespace, new CreateHttpNamespaceRequest { Name = "pay", Tags = [new Tag { Key = "team", Value = "pay" }] });
        _world.Wait(5);
        var arn = Sandbox.Call(ListNamespaces, new ListNamespacesRequest()).Namespaces[0].Arn;
        Sandbox.Call(TagResource, new TagResourceRequest { ResourceARN = arn, Tags = [new Tag { Key = "stage", Value = "dev" }] });
        Sandbox.Call(UntagResource, new UntagResourceRequest { ResourceARN = arn, TagKeys = ["team"] });

        Sandbox.Call(ListTagsForResource, new ListTagsForResourceRequest { ResourceARN = arn }).Tags.Select(tag => tag.Key).ShouldBe(["stage"]);
        Sandbox.Call(Aws.Models.ResourceGroupsTaggingAPIModel.GetResources, new() { ResourceTypeFilters = ["servicediscovery:namespace"] })
            .ResourceTagMappingList.ShouldHaveSingleItem().ResourceARN.ShouldBe(arn);
        Sandbox.Refuses(ListTagsForResource, new ListTagsForResourceRequest { ResourceARN = arn + "x" }).Code.ShouldBe("ResourceNotFoundException");
    }

    private static NamespaceFilter Filter(string name, string value, string condition = "EQ") =>
        new() { Name = new NamespaceFilterName(name), Values = [value], Condition = new FilterCondition(condition) };

    private List<string> Names(params NamespaceFilter[] filters) =>
        [.. Sandbox.Call(ListNamespaces, new ListNamespacesRequest { Filters = [.. filters] }).Namespaces.Select(found => found.Name)];

    private List<string> Services(string home) =>
    [
        .. Sandbox.Call(ListServices, new ListServicesRequest { Filters = [new ServiceFilter { Name = ServiceFilterName.NAMESPACE_ID, Values = [home] }] })
            .Services.Select(service => service.Name),
    ];
}
