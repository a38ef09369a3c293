using System.Text.Json.Nodes;
using Amazon.SecurityToken.Model;
using EcsPlatform.Aws.Models;

namespace EcsPlatform.Sandbox.Services;

/// <summary>What STS remembers.</summary>
public sealed class StsState
{
    /// <summary>Sessions by access key id.</summary>
    public Dictionary<string, StsSession> Sessions { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>Temporary credentials that were given out.</summary>
/// <param name="UserId">"AROA…:session".</param>
/// <param name="Arn">"arn:aws:sts::123456789012:assumed-role/role/session".</param>
public sealed record StsSession(string UserId, string Arn);

/// <summary>AWS STS: who am I, and roles that the caller assumes.</summary>
public sealed class StsService : SandboxService<StsState>
{
    internal StsService(SandboxRegion region)
        : base(region)
    {
        On(SecurityTokenModel.GetCallerIdentity, GetCallerIdentity);
        On(SecurityTokenModel.AssumeRole, AssumeRole);
    }

    /// <summary>For other services: who holds an access key, as GetCallerIdentity says it.</summary>
    /// <param name="accessKeyId">The access key's id.</param>
    internal string CallerArn(string accessKeyId) =>
        State.Sessions.TryGetValue(accessKeyId, out var session) ? session.Arn : Region.Arn("iam", "user/sandbox");

    /// <inheritdoc/>
    protected override bool IsMemory(string collection, JsonNode? entry) => true;

    private GetCallerIdentityResponse GetCallerIdentity(GetCallerIdentityRequest request, CallContext context) =>
        State.Sessions.TryGetValue(context.AccessKeyId, out var session)
            ? new GetCallerIdentityResponse { Account = Region.AccountId, Arn = session.Arn, UserId = session.UserId }
            : new GetCallerIdentityResponse
            {
                Account = Region.AccountId,
                Arn = Region.Arn("iam", "user/sandbox"),
                UserId = "AIDASANDBOXSANDBOXSAN",
            };

    private AssumeRoleResponse AssumeRole(AssumeRoleRequest request)
    {
        if (Region.Get<IamService>().FindRole(request.RoleArn) is not { } role || role.AssumableFrom > Now)
        {
            throw new AwsError("AccessDenied",
                $"User: {Region.Arn("iam", "user/sandbox")} is not authorized to perform: sts:AssumeRole on resource: {request.RoleArn}", 403);
        }

        var seconds = request.DurationSeconds ?? 3600;
        if (seconds > role.MaxSessionDuration)
        {
            throw new AwsError("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        var key = Ids.Iam("ASIA")[..20];
        var session = new StsSession($"{role.Id}:{request.RoleSessionName}", Region.Arn("sts", $"assumed-role/{role.Name}/{request.RoleSessionName}"));
        State.Sessions[key] = session;
        return new AssumeRoleResponse
        {
            AssumedRoleUser = new AssumedRoleUser { Arn = session.Arn, AssumedRoleId = session.UserId },
            Credentials = new Credentials
            {
                AccessKeyId = key,
                SecretAccessKey = Ids.Alphanumeric(40),
                SessionToken = Ids.Alphanumeric(240),
                Expiration = Now.AddSeconds(seconds).UtcDateTime,
            },
        };
    }
}
