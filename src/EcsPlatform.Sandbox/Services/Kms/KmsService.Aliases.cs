using System.Text.RegularExpressions;
using Amazon.KeyManagementService.Model;

namespace EcsPlatform.Sandbox.Services.Kms;

/// <content>Aliases.</content>
public sealed partial class KmsService
{
    private CreateAliasResponse CreateAlias(CreateAliasRequest request, CallContext context)
    {
        CheckAliasName(request.AliasName);
        var key = NotPendingDeletion(Target(request.TargetKeyId));
        Authorized(key, "CreateAlias", context);
        if (State.Aliases.ContainsKey(request.AliasName))
        {
            throw new AwsError("AlreadyExistsException", $"An alias with the name {Region.Arn("kms", request.AliasName)} already exists");
        }

        State.Aliases[request.AliasName] = new KmsAlias { Name = request.AliasName, KeyId = key.Id, Created = Now, Updated = Now };
        return new CreateAliasResponse();
    }

    private UpdateAliasResponse UpdateAlias(UpdateAliasRequest request, CallContext context)
    {
        CheckAliasName(request.AliasName);
        var alias = Alias(request.AliasName);
        var key = NotPendingDeletion(Target(request.TargetKeyId));
        Authorized(key, "UpdateAlias", context);
        if (State.Keys[alias.KeyId] is var old && (old.Spec != key.Spec || old.Usage != key.Usage))
        {
            throw Invalid($"Alias {alias.Name} cannot be changed from {old.Arn} to {key.Arn}: the keys differ in type or usage.");
        }

        alias.KeyId = key.Id;
        alias.Updated = Now;
        return new UpdateAliasResponse();
    }

    private DeleteAliasResponse DeleteAlias(DeleteAliasRequest request, CallContext context)
    {
        CheckAliasName(request.AliasName);
        var alias = Alias(request.AliasName);
        Authorized(State.Keys[alias.KeyId], "DeleteAlias", context);
        State.Aliases.Remove(alias.Name);
        return new DeleteAliasResponse();
    }

    private ListAliasesResponse ListAliases(ListAliasesRequest request)
    {
        var key = request.KeyId is null ? null : Key(request.KeyId);
        var page = Paging.Of(State.Aliases.Values.Where(alias => key is null || alias.KeyId == key.Id), alias => alias.Name, request.Marker,
            request.Limit ?? 50, InvalidMarker);
        return new ListAliasesResponse
        {
            Aliases =
            [
                .. page.Items.Select(alias => new AliasListEntry
                {
                    AliasName = alias.Name,
                    AliasArn = Region.Arn("kms", alias.Name),
                    TargetKeyId = alias.KeyId,
                    CreationDate = alias.Created.UtcDateTime,
                    LastUpdatedDate = alias.Updated.UtcDateTime,
                }),
            ],
            Truncated = page.IsTruncated,
            NextMarker = page.NextToken,
        };
    }

    private KmsAlias Alias(string name) => State.Aliases.TryGetValue(name, out var alias)
        ? alias
        : throw new AwsError("NotFoundException", $"Alias {Region.Arn("kms", name)} is not found.");

    private KmsKey Target(string id) => id.Contains("alias/", StringComparison.Ordinal)
        ? throw Invalid("Aliases must refer to keys. Not aliases")
        : CustomersOwn(Key(id));

    private static void CheckAliasName(string name)
    {
        if (!name.StartsWith("alias/", StringComparison.Ordinal))
        {
            throw Invalid("Alias must start with the prefix \"alias/\". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
        }

        if (name.StartsWith("alias/aws/", StringComparison.Ordinal))
        {
            throw new AwsError("NotAuthorizedException", "The alias prefix alias/aws/ is reserved for AWS managed keys.");
        }

        if (!AliasName().IsMatch(name))
        {
            throw Invalid($"1 validation error detected: Value '{name}' at 'aliasName' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$");
        }
    }

    [GeneratedRegex("^alias/[a-zA-Z0-9/_-]+$")]
    private static partial Regex AliasName();
}
