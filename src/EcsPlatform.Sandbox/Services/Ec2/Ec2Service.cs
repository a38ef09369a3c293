using System.Text.Json.Nodes;
using Amazon.EC2.Model;
using EcsPlatform.Aws.Modeling;

namespace EcsPlatform.Sandbox.Services.Ec2;

/// <summary>Amazon EC2's network: VPCs and what is in them. One file per kind of resource.</summary>
public sealed partial class Ec2Service : SandboxService<Ec2State>
{
    internal Ec2Service(SandboxRegion region)
        : base(region)
    {
        HandleVpcs();
        HandleSubnets();
        HandleInternetGateways();
        HandleAddresses();
        HandleNatGateways();
        HandleRouteTables();
        HandleRoutes();
        HandleRouteTableAssociations();
        HandleNetworkAcls();
        HandleSecurityGroups();
        HandleSecurityGroupRules();
        HandleSecurityGroupRuleChanges();
        HandleNetworkInterfaces();
        HandleZones();
        HandleTags();
    }

    /// <summary>The region's quotas.</summary>
    public Ec2Quotas Quotas { get; set; } = new();

    /// <inheritdoc/>
    protected internal override AwsError InvalidRequest(ServiceModel model, string message, bool missing) =>
        new(missing ? "MissingParameter" : "InvalidParameterValue", message);

    /// <inheritdoc/>
    protected override bool IsMemory(string collection, JsonNode? entry) =>
        collection is nameof(Ec2State.Tags) or nameof(Ec2State.VpcDns) or nameof(Ec2State.NatGatewayTokens) || base.IsMemory(collection, entry);

    private static string Value(string? text, string parameter) => !string.IsNullOrEmpty(text)
        ? text
        : throw new AwsError("MissingParameter", $"The request must contain the parameter {parameter}");

    private static string? Text(bool? value) => value is { } known ? (known ? "true" : "false") : null;

    private static IEnumerable<string?> Texts(IEnumerable<string?>? values) => values ?? [];

    /// <summary>A listing's page, with tags filled in.</summary>
    private Page<T> Describe<T>(
        Listing<T> listing, IReadOnlyDictionary<string, T> all, List<string>? ids, List<Filter>? filters, string? token = null, int? size = null) =>
        listing.Page(listing.Select(all, ids, filters, TagsOf), token, size);
}
