using System.Text;
using System.Text.RegularExpressions;
using EcsPlatform.Aws.Modeling;
using EcsPlatform.Aws.Protocols;

namespace EcsPlatform.Sandbox;

/// <summary>EC2's DryRun, which checks permissions and changes nothing; AWSSDK's request types leave it out, so it is read from the form.</summary>
internal static partial class DryRun
{
    public static bool IsAskedFor(ServiceModel service, WireRequest request) =>
        service.Protocol == AwsProtocol.Ec2Query && Parameter().IsMatch(Encoding.UTF8.GetString(request.Body.Span));

    public static AwsError Refusal() => new("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);

    [GeneratedRegex("(?:^|&)DryRun=(?i:true)(?:&|$)")]
    private static partial Regex Parameter();
}
