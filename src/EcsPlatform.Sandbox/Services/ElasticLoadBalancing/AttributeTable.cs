using System.Globalization;

namespace EcsPlatform.Sandbox.Services.ElasticLoadBalancing;

/// <summary>An attribute.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Default">Its value where none was set.</param>
/// <param name="Valid">"true|false", "0-3600", "off or 1-100", "*" for any text.</param>
internal sealed record AttributeRow(string Key, string Default, string Valid)
{
    public bool Accepts(string value) => Valid == "*" || Valid.Split(" or ").Any(part => part.Contains('|', StringComparison.Ordinal)
        ? part.Split('|').Contains(value)
        : part == value || IsWithin(part, value));

    private static bool IsWithin(string range, string value) =>
        range.Split('-') is [var low, var high]
        && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(low, CultureInfo.InvariantCulture, out var least)
        && int.TryParse(high, CultureInfo.InvariantCulture, out var most)
        && number >= least && number <= most;
}

/// <summary>The attributes that Elastic Load Balancing knows (API reference: LoadBalancerAttribute, TargetGroupAttribute, ListenerAttribute).</summary>
internal static partial class AttributeTable
{
    private const string Flag = "true|false";

    private static readonly AttributeRow[] EveryLoadBalancer =
    [
        new("access_logs.s3.enabled", "false", Flag),
        new("access_logs.s3.bucket", "", "*"),
        new("access_logs.s3.prefix", "", "*"),
        new("deletion_protection.enabled", "false", Flag),
        new("ipv6.deny_all_igw_traffic", "false", Flag),
        new("zonal_shift.config.enabled", "false", Flag),
    ];

    private static readonly AttributeRow[] EveryTargetGroup =
    [
        new("deregistration_delay.timeout_seconds", "300", "0-3600"),
        new("stickiness.enabled", "false", Flag),
        new("load_balancing.cross_zone.enabled", "use_load_balancer_configuration", "true|false|use_load_balancer_configuration"),
        new("target_group_health.dns_failover.minimum_healthy_targets.count", "1", "off or 1-1000"),
        new("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off", "off or 1-100"),
        new("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1", "1-1000"),
        new("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off", "off or 1-100"),
    ];

    public static AttributeRow[] ApplicationLoadBalancer { get; } =
    [
        .. EveryLoadBalancer,
        new("load_balancing.cross_zone.enabled", "true", "true"),
        new("idle_timeout.timeout_seconds", "60", "1-4000"),
        new("client_keep_alive.seconds", "3600", "60-604800"),
        new("connection_logs.s3.enabled", "false", Flag),
        new("connection_logs.s3.bucket", "", "*"),
        new("connection_logs.s3.prefix", "", "*"),
        new("health_check_logs.s3.enabled", "false", Flag),
        new("health_check_logs.s3.bucket", "", "*"),
        new("health_check_logs.s3.prefix", "", "*"),
        new("routing.http.desync_mitigation_mode", "defensive", "monitor|defensive|strictest"),
        new("routing.http.drop_invalid_header_fields.enabled", "false", Flag),
        new("routing.http.preserve_host_header.enabled", "false", Flag),
        new("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", Flag),
        new("routing.http.xff_client_port.enabled", "false", Flag),
        new("routing.http.xff_header_processing.mode", "append", "append|preserve|remove"),
        new("routing.http2.enabled", "true", Flag),
        new("waf.fail_open.enabled", "false", Flag),
    ];

    public static AttributeRow[] NetworkLoadBalancer { get; } =
    [
        .. EveryLoadBalancer,
        new("load_balancing.cross_zone.enabled", "false", Flag),
        new("dns_record.client_routing_policy", "any_availability_zone",
            "availability_zone_affinity|partial_availability_zone_affinity|any_availability_zone"),
        new("secondary_ips.auto_assigned.per_subnet", "0", "0-7"),
    ];

    public static AttributeRow[] HttpTargetGroup { get; } =
    [
        .. EveryTargetGroup,
        new("stickiness.type", "lb_cookie", "lb_cookie|app_cookie"),
        new("stickiness.lb_cookie.duration_seconds", "86400", "1-604800"),
        new("stickiness.app_cookie.duration_seconds", "86400", "1-604800"),
        new("stickiness.app_cookie.cookie_name", "", "*"),
        new("load_balancing.algorithm.type", "round_robin", "round_robin|least_outstanding_requests|weighted_random"),
        new("load_balancing.algorithm.anomaly_mitigation", "off", "on|off"),
        new("slow_start.duration_seconds", "0", "0 or 30-900"),
    ];

    public static AttributeRow[] TcpTargetGroup { get; } =
    [
        .. EveryTargetGroup,
        new("stickiness.type", "source_ip", "source_ip|source_ip_dest_ip|source_ip_dest_ip_proto"),
        new("deregistration_delay.connection_termination.enabled", "false", Flag),
        new("preserve_client_ip.enabled", "false", Flag),
        new("proxy_protocol_v2.enabled", "false", Flag),
        new("target_health_state.unhealthy.connection_termination.enabled", "true", Flag),
        new("target_health_state.unhealthy.draining_interval_seconds", "0", "0-360000"),
    ];
}
