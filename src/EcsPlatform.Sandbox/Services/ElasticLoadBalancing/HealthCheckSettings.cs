using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>A target group's settings: defaults by protocol, and the rules between them.</summary>
internal static partial class HealthCheckSettings
{
    private static readonly string[] Protocols = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP"];

    public static TargetGroup NewGroup(CreateTargetGroupRequest request)
    {
        var type = request.TargetType ?? TargetTypeEnum.Instance;
        if (type != TargetTypeEnum.Ip && type != TargetTypeEnum.Instance)
        {
            throw new AwsError("InvalidConfigurationRequest", $"The sandbox has no targets of type '{type.Value}'.");
        }

        var protocol = request.Protocol ?? throw ElbNames.Invalid($"A protocol must be specified for target groups with target type '{type.Value}'");
        if (!Protocols.Contains(protocol.Value))
        {
            throw new AwsError("InvalidConfigurationRequest", $"The sandbox has no target groups of protocol '{protocol.Value}'.");
        }

        var http = protocol == ProtocolEnum.HTTP || protocol == ProtocolEnum.HTTPS;
        var check = request.HealthCheckProtocol ?? (http ? ProtocolEnum.HTTP : ProtocolEnum.TCP);
        var checksHttp = check == ProtocolEnum.HTTP || check == ProtocolEnum.HTTPS;
        var group = new TargetGroup
        {
            TargetGroupName = request.Name,
            TargetType = type,
            Protocol = protocol,
            Port = request.Port ?? throw ElbNames.Invalid("A port must be specified"),
            VpcId = request.VpcId ?? throw ElbNames.Invalid($"A VPC ID must be specified for target groups with target type '{type.Value}'"),
            ProtocolVersion = http ? request.ProtocolVersion ?? "HTTP1" : null,
            IpAddressType = request.IpAddressType ?? TargetGroupIpAddressTypeEnum.Ipv4,
            HealthCheckEnabled = request.HealthCheckEnabled ?? true,
            HealthCheckProtocol = check,
            HealthCheckPort = request.HealthCheckPort ?? "traffic-port",
            HealthCheckIntervalSeconds = request.HealthCheckIntervalSeconds ?? 30,

            // AWS answers 5 for HTTP target groups, and 6 and 10 for the checks of the others.
            HealthCheckTimeoutSeconds = request.HealthCheckTimeoutSeconds ?? (http ? 5 : check == ProtocolEnum.HTTP ? 6 : 10),
            HealthyThresholdCount = request.HealthyThresholdCount ?? 5,
            UnhealthyThresholdCount = request.UnhealthyThresholdCount ?? 2,
            HealthCheckPath = checksHttp ? request.HealthCheckPath ?? (request.ProtocolVersion == "GRPC" ? "/AWS.ALB/healthcheck" : "/") : null,
            Matcher = checksHttp ? request.Matcher ?? DefaultMatcher(http, request.ProtocolVersion) : null,
        };
        Check(group);
        return group;
    }

    public static void Change(TargetGroup group, ModifyTargetGroupRequest request)
    {
        var changed = new TargetGroup
        {
            Protocol = group.Protocol,
            TargetType = group.TargetType,
            HealthCheckEnabled = request.HealthCheckEnabled ?? group.HealthCheckEnabled,
            HealthCheckProtocol = request.HealthCheckProtocol ?? group.HealthCheckProtocol,
            HealthCheckPort = request.HealthCheckPort ?? group.HealthCheckPort,
            HealthCheckPath = request.HealthCheckPath ?? group.HealthCheckPath,
            HealthCheckIntervalSeconds = request.HealthCheckIntervalSeconds ?? group.HealthCheckIntervalSeconds,
            HealthCheckTimeoutSeconds = request.HealthCheckTimeoutSeconds ?? group.HealthCheckTimeoutSeconds,
            HealthyThresholdCount = request.HealthyThresholdCount ?? group.HealthyThresholdCount,
            UnhealthyThresholdCount = request.UnhealthyThresholdCount ?? group.UnhealthyThresholdCount,
            Matcher = request.Matcher ?? group.Matcher,
        };
        Check(changed);
        (group.HealthCheckEnabled, group.HealthCheckProtocol, group.HealthCheckPort, group.HealthCheckPath) =
            (changed.HealthCheckEnabled, changed.HealthCheckProtocol, changed.HealthCheckPort, changed.HealthCheckPath);
        (group.HealthCheckIntervalSeconds, group.HealthCheckTimeoutSeconds, group.HealthyThresholdCount, group.UnhealthyThresholdCount) =
            (changed.HealthCheckIntervalSeconds, changed.HealthCheckTimeoutSeconds, changed.HealthyThresholdCount, changed.UnhealthyThresholdCount);
        group.Matcher = changed.Matcher;
    }

    /// <summary>Whether a second CreateTargetGroup asks for what is there already.</summary>
    public static bool AreSame(TargetGroup left, TargetGroup right) => Text(left) == Text(right);

    private static string Text(TargetGroup group) => string.Join('|', group.TargetType, group.Protocol, group.Port, group.VpcId, group.ProtocolVersion,
        group.IpAddressType, group.HealthCheckEnabled, group.HealthCheckProtocol, group.HealthCheckPort, group.HealthCheckPath,
        group.HealthCheckIntervalSeconds, group.HealthCheckTimeoutSeconds, group.HealthyThresholdCount, group.UnhealthyThresholdCount,
        group.Matcher?.HttpCode, group.Matcher?.GrpcCode);

    private static Matcher DefaultMatcher(bool http, string? version) =>
        version == "GRPC" ? new() { GrpcCode = "12" } : new() { HttpCode = http ? "200" : "200-399" };

    private static void Check(TargetGroup group)
    {
        if (group.HealthCheckTimeoutSeconds >= group.HealthCheckIntervalSeconds)
        {
            throw ElbNames.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"Health check timeout '{group.HealthCheckTimeoutSeconds}' must be smaller than the interval '{group.HealthCheckIntervalSeconds}'"));
        }

        if (group.HealthCheckEnabled == false)
        {
            throw ElbNames.Invalid($"Health check enabled must be true for target groups with target type '{group.TargetType.Value}'");
        }

        var http = group.Protocol == ProtocolEnum.HTTP || group.Protocol == ProtocolEnum.HTTPS;
        var allowed = http ? new[] { "HTTP", "HTTPS" } : ["HTTP", "HTTPS", "TCP"];
        if (!allowed.Contains(group.HealthCheckProtocol.Value))
        {
            throw ElbNames.Invalid($"Health check protocol '{group.HealthCheckProtocol.Value}' must be one of '[{string.Join(", ", allowed)}]'");
        }

        if (group.HealthCheckPath is { } path && !path.StartsWith('/'))
        {
            throw ElbNames.Invalid($"Health check path '{path}' must begin with a '/' character");
        }

        if (group.HealthCheckPort is { } port && port != "traffic-port" && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536))
        {
            throw ElbNames.Invalid($"Health check port '{port}' must be 'traffic-port' or in the range '1-65535' inclusive");
        }

        CheckCodes(group.Matcher?.HttpCode, 200, http ? 499 : 599, "HTTP");
        CheckCodes(group.Matcher?.GrpcCode, 0, 99, "GRPC");
    }

    private static void CheckCodes(string? codes, int least, int most, string kind)
    {
        if (codes is null)
        {
            return;
        }

        if (!Codes().IsMatch(codes))
        {
            throw ElbNames.Invalid($"Health check matcher {kind} code '{codes}' must be a list or a range of codes, such as '200,202' or '200-299'");
        }

        foreach (var code in codes.Split(',', '-').Select(code => int.Parse(code, CultureInfo.InvariantCulture)))
        {
            if (code < least || code > most)
            {
                throw ElbNames.Invalid(string.Create(CultureInfo.InvariantCulture,
                    $"Health check matcher {kind} code '{code}' must be within '{least}-{most}' inclusive"));
            }
        }
    }

    [GeneratedRegex(@"^\d{1,3}(-\d{1,3})?(,\d{1,3}(-\d{1,3})?)*$")]
    private static partial Regex Codes();
}
