using System.Security.Cryptography;
using System.Text;
using Amazon.CodeDeploy.Model;
using YamlDotNet.RepresentationModel;

namespace EcsPlatform.Sandbox.Services.CodeDeploy;

/// <summary>An AppSpec file for ECS: what to deploy, and whom to ask (User Guide, "AppSpec file structure for Amazon ECS deployments"). JSON is read as the YAML that it is.</summary>
internal sealed class AppSpec
{
    private static readonly string[] HookEvents = ["BeforeInstall", "AfterInstall", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AfterAllowTraffic"];

    public string TaskDefinition { get; set; } = "";

    public string ContainerName { get; set; } = "";

    public int ContainerPort { get; set; }

    public string? PlatformVersion { get; set; }

    public List<string>? Subnets { get; set; }

    public List<string>? SecurityGroups { get; set; }

    public string? AssignPublicIp { get; set; }

    /// <summary>Function by lifecycle event.</summary>
    public Dictionary<string, string> Hooks { get; set; } = [];

    /// <summary>Reads a revision's content.</summary>
    /// <exception cref="AwsError">There is none, its hash is another, or it is no AppSpec file for ECS.</exception>
    public static AppSpec Read(RevisionLocation revision)
    {
        var (content, hash) = revision.RevisionType?.Value switch
        {
            "AppSpecContent" => (revision.AppSpecContent?.Content, revision.AppSpecContent?.Sha256),
            "String" => (revision.String?.Content, revision.String?.Sha256),
            _ => throw CodeDeployErrors.InvalidRevision("The EcsPlatform sandbox reads AppSpec files only from the request: revisionType AppSpecContent or String."),
        };
        CodeDeployErrors.Require(!string.IsNullOrWhiteSpace(content), "InvalidRevisionException", "The AppSpec file cannot be located in the specified revision.");
        CodeDeployErrors.Require(
            hash is null || string.Equals(hash, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content!))), StringComparison.OrdinalIgnoreCase),
            "InvalidRevisionException", "The sha256 hash of the AppSpec content does not match.");
        try
        {
            return Read(content!);
        }
        catch (Exception exception) when (exception is YamlDotNet.Core.YamlException or InvalidCastException or KeyNotFoundException or FormatException or ArgumentException or System.InvalidOperationException)
        {
            throw CodeDeployErrors.InvalidRevision("The AppSpec file contains an invalid format or is missing required properties: version, Resources with one TargetService of type "
                + "AWS::ECS::Service, its Properties TaskDefinition and LoadBalancerInfo (ContainerName, ContainerPort).");
        }
    }

    private static AppSpec Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        _ = Child(root, "version");
        var service = (YamlMappingNode)((YamlMappingNode)((YamlSequenceNode)Child(root, "Resources")!).Children.Single()).Children.Single().Value;
        if (Text(service, "Type") != "AWS::ECS::Service")
        {
            throw new FormatException("type");
        }

        var properties = (YamlMappingNode)Child(service, "Properties");
        var balancer = (YamlMappingNode)Child(properties, "LoadBalancerInfo");
        var spec = new AppSpec
        {
            TaskDefinition = Text(properties, "TaskDefinition"),
            ContainerName = Text(balancer, "ContainerName"),
            ContainerPort = int.Parse(Text(balancer, "ContainerPort"), System.Globalization.CultureInfo.InvariantCulture),
            PlatformVersion = Has(properties, "PlatformVersion") ? Text(properties, "PlatformVersion") : null,
        };
        if (Has(properties, "NetworkConfiguration"))
        {
            var network = (YamlMappingNode)Child((YamlMappingNode)Child(properties, "NetworkConfiguration"), "AwsvpcConfiguration");
            spec.Subnets = Texts(network, "Subnets");
            spec.SecurityGroups = Texts(network, "SecurityGroups");
            spec.AssignPublicIp = Has(network, "AssignPublicIp") ? Text(network, "AssignPublicIp") : null;
        }

        foreach (var hook in Has(root, "Hooks") ? ((YamlSequenceNode)Child(root, "Hooks")).Children.Cast<YamlMappingNode>().SelectMany(map => map.Children) : [])
        {
            var name = ((YamlScalarNode)hook.Key).Value!;
            spec.Hooks[HookEvents.Contains(name) ? name : throw new FormatException(name)] = ((YamlScalarNode)hook.Value).Value!;
        }

        return spec;
    }

    private static bool Has(YamlMappingNode map, string name) => map.Children.Keys.Any(key => IsNamed(key, name));

    // "Resources" and "resources": CodeDeploy does not mind.
    private static YamlNode Child(YamlMappingNode map, string name) => map.Children.First(pair => IsNamed(pair.Key, name)) is { Value: { } value } ? value : throw new KeyNotFoundException(name);

    private static bool IsNamed(YamlNode key, string name) => string.Equals(((YamlScalarNode)key).Value, name, StringComparison.OrdinalIgnoreCase);

    private static string Text(YamlMappingNode map, string name) => ((YamlScalarNode)Child(map, name)).Value is { Length: > 0 } text ? text : throw new FormatException(name);

    private static List<string>? Texts(YamlMappingNode map, string name) =>
        Has(map, name) ? [.. ((YamlSequenceNode)Child(map, name)).Children.Select(node => ((YamlScalarNode)node).Value!)] : null;
}
