using Amazon.Runtime.Documents;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Aws.Tests.Models;

public sealed class DescriptorTests
{
    private static readonly Dictionary<string, ServiceModel> Services = new ServiceModel[]
    {
        ApplicationAutoScalingModel.Service, CloudWatchModel.Service, CloudWatchLogsModel.Service, EC2Model.Service, ECRModel.Service, ECSModel.Service,
        ElasticLoadBalancingV2Model.Service, IdentityManagementModel.Service, ResourceGroupsTaggingAPIModel.Service, SecretsManagerModel.Service, SecurityTokenModel.Service,
    }.ToDictionary(service => service.ServiceId);

    public static TheoryData<string> ServiceIds => [.. Services.Keys];

    [Theory]
    [MemberData(nameof(ServiceIds))]
    public void Every_member_reads_back_what_was_set(string service)
    {
        var seen = new HashSet<StructureShape>();
        foreach (var operation in Services[service].Operations.Values)
        {
            RoundTrip(operation.Input, seen);
            RoundTrip(operation.Output, seen);
            foreach (var error in operation.Errors)
            {
                RoundTrip(error, seen);
            }
        }

        seen.Count.ShouldBeGreaterThan(Services[service].Operations.Count);
    }

    [Fact]
    public void Shapes_carry_the_models_constraints()
    {
        var name = ECRModel.CreateRepository.Input.Find("repositoryName")!;
        var shape = name.Target.ShouldBeOfType<ScalarShape>();

        name.Required.ShouldBeTrue();
        (shape.Min, shape.Max).ShouldBe((2, 256));
        shape.Pattern.ShouldNotBeNull();
    }

    [Fact]
    public void Errors_carry_their_code_and_status()
    {
        var error = CloudWatchModel.SetAlarmState.Errors.Single(error => error.Name == "ResourceNotFound");

        (error.ErrorCode, error.HttpStatus, error.Fault).ShouldBe(("ResourceNotFound", 404, false));
        error.Create().ShouldBeOfType<Amazon.CloudWatch.Model.ResourceNotFoundException>();
    }

    [Fact]
    public void What_the_sdk_unwraps_is_a_structure_on_the_wire()
    {
        var request = new Amazon.EC2.Model.ModifyVpcAttributeRequest { EnableDnsSupport = false };
        var member = EC2Model.ModifyVpcAttribute.Input.Find("EnableDnsSupport")!;

        var structure = member.Get(request).ShouldNotBeNull();
        ((StructureShape)member.Target).Find("Value")!.Get(structure).ShouldBe(false);
    }

    [Fact]
    public void Logs_times_are_milliseconds_on_the_wire()
    {
        var at = new DateTime(2026, 11, 20, 10, 30, 0, 250, DateTimeKind.Utc);
        var events = (ListShape)CloudWatchLogsModel.PutLogEvents.Input.Find("logEvents")!.Target;
        var timestamp = ((StructureShape)events.Item.Target).Find("timestamp")!;

        timestamp.Get(new Amazon.CloudWatchLogs.Model.InputLogEvent { Timestamp = at }).ShouldBe(1795170600250L);
    }

    [Fact]
    public void Cloudwatch_speaks_query_and_says_what_else_it_could() =>
        (CloudWatchModel.Service.Protocol, CloudWatchModel.Service.Protocols.Count).ShouldBe((AwsProtocol.Query, 3));

    private static void RoundTrip(StructureShape shape, HashSet<StructureShape> seen)
    {
        if (!seen.Add(shape))
        {
            return;
        }

        var instance = shape.Create();
        foreach (var member in shape.Members)
        {
            var isMessage = instance is Exception && member.Name.Equals("message", StringComparison.OrdinalIgnoreCase);
            if (!isMessage)
            {
                var value = Sample(member.Target, seen);
                member.Get(instance).ShouldBeNull($"{shape.Name}.{member.Name} is not set at first");
                member.Set(instance, value);
                Same(member.Get(instance), value).ShouldBeTrue($"{shape.Name}.{member.Name}");
                member.Set(instance, null);
                member.Get(instance).ShouldBeNull();
            }
        }
    }

    private static bool Same(object? read, object set) => ReferenceEquals(read, set) || Equals(read, set)
        || (read is Unwrapped a && set is Unwrapped b && Equals(a.Value, b.Value));

    private static object Sample(Shape shape, HashSet<StructureShape> seen)
    {
        switch (shape)
        {
            case StructureShape structure:
                RoundTrip(structure, seen);
                var instance = structure.Create();
                return instance is Unwrapped ? new Unwrapped { Value = Sample(structure.Members[0].Target, seen) } : instance;
            case ListShape list:
                var items = list.Create();
                items.Add(Sample(list.Item.Target, seen));
                return items;
            case MapShape map:
                var entries = map.Create();
                entries.Add("key", Sample(map.Value.Target, seen));
                return entries;
            default:
                return shape.Kind switch
                {
                    ShapeKind.String => "no constant of any enum", // ConstantClass finds known values whatever their case
                    ShapeKind.Boolean => false,
                    ShapeKind.Integer => 0,
                    ShapeKind.Long => 1_700_000_000_123L,
                    ShapeKind.Float => 0.5f,
                    ShapeKind.Double => 0.25,
                    ShapeKind.Timestamp => new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
                    ShapeKind.Blob => new MemoryStream([1]),
                    ShapeKind.Document => new Document("text"),
                    _ => throw new NotSupportedException(shape.Name),
                };
        }
    }
}
