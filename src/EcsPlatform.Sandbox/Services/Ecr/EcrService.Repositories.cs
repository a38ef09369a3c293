using Amazon.ECR.Model;
using EcsPlatform.Sandbox.Services.Kms;

namespace EcsPlatform.Sandbox.Services;

/// <content>Repositories and their policies.</content>
public sealed partial class EcrService
{
    private CreateRepositoryResponse CreateRepository(CreateRepositoryRequest request)
    {
        var tags = Tags(request.Tags);
        if (State.Repositories.ContainsKey(request.RepositoryName))
        {
            throw new AwsError("RepositoryAlreadyExistsException",
                $"The repository with name '{request.RepositoryName}' already exists in the registry with id '{Region.AccountId}'");
        }

        var encryption = request.EncryptionConfiguration?.EncryptionType?.Value ?? "AES256";
        var key = KeyFor(encryption, request.EncryptionConfiguration?.KmsKey);
        var repository = State.Repositories[request.RepositoryName] = new StoredRepository
        {
            Name = request.RepositoryName,
            Arn = Region.Arn("ecr", $"repository/{request.RepositoryName}"),
            Created = Now,
            TagMutability = request.ImageTagMutability?.Value ?? "MUTABLE",
            MutabilityExclusions = [.. (request.ImageTagMutabilityExclusionFilters ?? []).Select(filter => filter.Filter)],
            ScanOnPush = request.ImageScanningConfiguration?.ScanOnPush == true,
            Encryption = encryption,
            KmsKey = key,
            Tags = tags,
        };
        return new CreateRepositoryResponse { Repository = Shown(repository) };
    }

    // Without a key of its own, a repository is under the account's key for ECR.
    private string? KeyFor(string encryption, string? key)
    {
        if (encryption == "AES256")
        {
            return key is null ? null : throw Invalid("Invalid parameter at 'encryptionConfiguration' failed to satisfy constraint: 'kmsKey must not be specified for AES256'");
        }

        return Region.Get<KmsService>().FindKey(key ?? "alias/aws/ecr") is { State: "Enabled", IsSymmetric: true } known
            ? known.Arn
            : throw new AwsError("KmsException", $"The KMS key '{key}' does not exist, is not enabled or cannot be used by ECR.");
    }

    private Repository Shown(StoredRepository repository) => new()
    {
        RepositoryName = repository.Name,
        RepositoryArn = repository.Arn,
        RegistryId = Region.AccountId,
        RepositoryUri = $"{Registry}/{repository.Name}",
        CreatedAt = repository.Created.UtcDateTime,
        ImageTagMutability = repository.TagMutability,
        ImageTagMutabilityExclusionFilters = Exclusions(repository),
        ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = repository.ScanOnPush },
        EncryptionConfiguration = new EncryptionConfiguration { EncryptionType = repository.Encryption, KmsKey = repository.KmsKey },
    };

    private static List<ImageTagMutabilityExclusionFilter>? Exclusions(StoredRepository repository) =>
        repository.MutabilityExclusions.Count == 0
            ? null
            : [.. repository.MutabilityExclusions.Select(filter => new ImageTagMutabilityExclusionFilter { Filter = filter, FilterType = "WILDCARD" })];

    private DescribeRepositoriesResponse DescribeRepositories(DescribeRepositoriesRequest request)
    {
        if (request.RepositoryNames is { Count: > 0 } names)
        {
            return new DescribeRepositoriesResponse { Repositories = [.. names.Select(name => Shown(Repository(request.RegistryId, name)))] };
        }

        var page = Paging.Of(State.Repositories.Values, repository => repository.Name, request.NextToken, request.MaxResults ?? 100, InvalidToken);
        return new DescribeRepositoriesResponse { Repositories = [.. page.Items.Select(Shown)], NextToken = page.NextToken };
    }

    private DeleteRepositoryResponse DeleteRepository(DeleteRepositoryRequest request)
    {
        var repository = Repository(request.RegistryId, request.RepositoryName);
        if (repository.Images.Count > 0 && request.Force != true)
        {
            throw new AwsError("RepositoryNotEmptyException",
                $"The repository with name '{repository.Name}' in registry with id '{Region.AccountId}' cannot be deleted because it still contains images");
        }

        State.Repositories.Remove(repository.Name);
        return new DeleteRepositoryResponse { Repository = Shown(repository) };
    }

    private PutLifecyclePolicyResponse PutLifecyclePolicy(PutLifecyclePolicyRequest request)
    {
        var repository = Repository(request.RegistryId, request.RepositoryName);
        LifecyclePolicyText.Check(request.LifecyclePolicyText);
        repository.LifecyclePolicy = request.LifecyclePolicyText;
        return new PutLifecyclePolicyResponse
        {
            RegistryId = Region.AccountId,
            RepositoryName = repository.Name,
            LifecyclePolicyText = repository.LifecyclePolicy,
        };
    }

    private GetLifecyclePolicyResponse GetLifecyclePolicy(GetLifecyclePolicyRequest request)
    {
        var repository = Repository(request.RegistryId, request.RepositoryName);
        return new GetLifecyclePolicyResponse
        {
            RegistryId = Region.AccountId,
            RepositoryName = repository.Name,
            LifecyclePolicyText = repository.LifecyclePolicy ?? throw NoLifecyclePolicy(repository),
        };
    }

    private DeleteLifecyclePolicyResponse DeleteLifecyclePolicy(DeleteLifecyclePolicyRequest request)
    {
        var repository = Repository(request.RegistryId, request.RepositoryName);
        var text = repository.LifecyclePolicy ?? throw NoLifecyclePolicy(repository);
        repository.LifecyclePolicy = null;
        return new DeleteLifecyclePolicyResponse { RegistryId = Region.AccountId, RepositoryName = repository.Name, LifecyclePolicyText = text };
    }

    private AwsError NoLifecyclePolicy(StoredRepository repository) => new("LifecyclePolicyNotFoundException",
        $"Lifecycle policy does not exist for the repository with name '{repository.Name}' in the registry with id '{Region.AccountId}'");

    private PutImageScanningConfigurationResponse PutImageScanningConfiguration(PutImageScanningConfigurationRequest request)
    {
        var repository = Repository(request.RegistryId, request.RepositoryName);
        repository.ScanOnPush = request.ImageScanningConfiguration.ScanOnPush == true;
        return new PutImageScanningConfigurationResponse
        {
            RegistryId = Region.AccountId,
            RepositoryName = repository.Name,
            ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = repository.ScanOnPush },
        };
    }

    private PutImageTagMutabilityResponse PutImageTagMutability(PutImageTagMutabilityRequest request)
    {
        var repository = Repository(request.RegistryId, request.RepositoryName);
        repository.TagMutability = request.ImageTagMutability.Value;
        repository.MutabilityExclusions = [.. (request.ImageTagMutabilityExclusionFilters ?? []).Select(filter => filter.Filter)];
        return new PutImageTagMutabilityResponse
        {
            RegistryId = Region.AccountId,
            RepositoryName = repository.Name,
            ImageTagMutability = repository.TagMutability,
            ImageTagMutabilityExclusionFilters = Exclusions(repository),
        };
    }

    private TagResourceResponse TagResource(TagResourceRequest request)
    {
        ByArn(request.ResourceArn).Tags.Put(Tags(request.Tags), "TooManyTagsException");
        return new TagResourceResponse();
    }

    private UntagResourceResponse UntagResource(UntagResourceRequest request)
    {
        ByArn(request.ResourceArn).Tags.Remove(request.TagKeys);
        return new UntagResourceResponse();
    }
}
