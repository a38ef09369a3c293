using Amazon.ECR.Model;
using EcsPlatform.Sandbox.Services;
using static EcsPlatform.Aws.Models.ECRModel;

namespace EcsPlatform.Sandbox.Tests;

public sealed class EcrTests
{
    private readonly AwsSandbox _sandbox = new();

    [Fact]
    public void A_repository_has_its_registrys_address()
    {
        var repository = Make("pay/web");

        repository.RepositoryUri.ShouldBe("123456789012.dkr.ecr.us-east-1.amazonaws.com/pay/web");
        repository.RepositoryArn.ShouldBe("arn:aws:ecr:us-east-1:123456789012:repository/pay/web");
        repository.ImageTagMutability.Value.ShouldBe("MUTABLE");
        repository.EncryptionConfiguration.EncryptionType.Value.ShouldBe("AES256");
    }

    [Fact]
    public void A_name_is_taken_once_and_unknown_names_are_refused()
    {
        Make("web");

        _sandbox.Refuses(CreateRepository, new CreateRepositoryRequest { RepositoryName = "web" }).Said
            .ShouldBe("The repository with name 'web' already exists in the registry with id '123456789012'");
        _sandbox.Refuses(DescribeRepositories, new DescribeRepositoriesRequest { RepositoryNames = ["web", "api"] }).Said
            .ShouldBe("The repository with name 'api' does not exist in the registry with id '123456789012'");
    }

    [Fact]
    public void A_repository_with_images_is_deleted_by_force_only()
    {
        Make("web");
        Push("web", "v1");
        var delete = new DeleteRepositoryRequest { RepositoryName = "web" };

        _sandbox.Refuses(DeleteRepository, delete).Code.ShouldBe("RepositoryNotEmptyException");
        delete.Force = true;
        _sandbox.Call(DeleteRepository, delete);

        _sandbox.Call(DescribeRepositories, new()).Repositories.ShouldBeEmpty();
    }

    [Fact]
    public void An_immutable_tag_stays_where_it_is_and_a_mutable_one_moves()
    {
        Make("web");
        var first = Push("web", "v1");
        var second = Push("web", "v1", "another manifest");
        Tags().ShouldBe([(first, null), (second, "v1")]);

        _sandbox.Call(PutImageTagMutability, new PutImageTagMutabilityRequest { RepositoryName = "web", ImageTagMutability = "IMMUTABLE" });
        Should.Throw<RefusalException>(() => Push("web", "v1", "a third")).Code.ShouldBe("ImageTagAlreadyExistsException");

        IEnumerable<(string, string?)> Tags() => _sandbox.Call(ListImages, new ListImagesRequest { RepositoryName = "web" })
            .ImageIds.Select(id => (id.ImageDigest, (string?)id.ImageTag));
    }

    [Fact]
    public void Other_services_ask_whether_an_image_can_be_pulled()
    {
        Make("web");
        var digest = Push("web", "v1");

        Has("123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1").ShouldBeTrue();
        Has($"123456789012.dkr.ecr.us-east-1.amazonaws.com/web@{digest}").ShouldBeTrue();
        Has("123456789012.dkr.ecr.us-east-1.amazonaws.com/web").ShouldBeFalse();
        Has("nginx:latest").ShouldBeFalse();

        bool Has(string image) => _sandbox.Look((EcrService ecr) => ecr.HasImage(image));
    }

    [Fact]
    public void A_pushed_image_is_scanned_some_seconds_later()
    {
        _sandbox.Call(CreateRepository, new CreateRepositoryRequest { RepositoryName = "web", ImageScanningConfiguration = new() { ScanOnPush = true } });
        Push("web", "v1");

        Status().ShouldBe("IN_PROGRESS");
        ((VirtualClock)_sandbox.Clock).Advance(TimeSpan.FromSeconds(10));
        Status().ShouldBe("COMPLETE");

        string Status() => _sandbox.Call(DescribeImageScanFindings, new DescribeImageScanFindingsRequest
        {
            RepositoryName = "web",
            ImageId = new ImageIdentifier { ImageTag = "v1" },
        }).ImageScanStatus.Status.Value;
    }

    [Fact]
    public void A_lifecycle_policy_comes_back_as_it_was_put()
    {
        const string policy = """{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":10},"action":{"type":"expire"}}]}""";
        Make("web");
        _sandbox.Refuses(GetLifecyclePolicy, new GetLifecyclePolicyRequest { RepositoryName = "web" }).Code.ShouldBe("LifecyclePolicyNotFoundException");
        _sandbox.Call(PutLifecyclePolicy, new PutLifecyclePolicyRequest { RepositoryName = "web", LifecyclePolicyText = policy });

        _sandbox.Call(GetLifecyclePolicy, new GetLifecyclePolicyRequest { RepositoryName = "web" }).LifecyclePolicyText.ShouldBe(policy);
    }

    [Theory]
    [InlineData("""{"rules":[{"rulePriority":0,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}""")]
    [InlineData("""{"rules":[{"rulePriority":1,"selection":{"tagStatus":"tagged","countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}""")]
    [InlineData("""{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"sinceImagePushed","countNumber":1},"action":{"type":"expire"}}]}""")]
    [InlineData("""{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":0},"action":{"type":"expire"}}]}""")]
    public void A_lifecycle_policy_that_ECR_cannot_read_is_refused(string policy)
    {
        Make("web");

        _sandbox.Refuses(PutLifecyclePolicy, new PutLifecyclePolicyRequest { RepositoryName = "web", LifecyclePolicyText = policy })
            .Said.ShouldStartWith("Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint");
    }

    private Repository Make(string name) => _sandbox.Call(CreateRepository, new CreateRepositoryRequest { RepositoryName = name }).Repository;

    private string Push(string repository, string tag, string manifest = "{\"schemaVersion\": 2}") => _sandbox.Call(PutImage, new PutImageRequest
    {
        RepositoryName = repository,
        ImageTag = tag,
        ImageManifest = manifest,
    }).Image.ImageId.ImageDigest;
}
