using System.Text;
using EcsPlatform.Aws.Models;
using EcsPlatform.Sandbox.Tests.Lambda;
using EcsPlatform.Sandbox.Tests.PrivateCa;

namespace EcsPlatform.Sandbox.Tests.Cli;

/// <summary>Keys, functions, rotations, certificates, meshes and discovery as the AWS CLI uses them.</summary>
public sealed class SecretsByCliTests
{
    private readonly LambdaWorld _world = new();

    [Fact]
    public async Task What_one_key_encrypts_it_decrypts_with_the_same_context_only()
    {
        await using var cli = new CliSession(_world.Sandbox);
        var key = (await cli.DoAsync("kms create-key --query KeyMetadata.KeyId")).GetString();
        await cli.DoAsync($"kms create-alias --alias-name alias/cards --target-key-id {key}");
        (await cli.RefusalAsync($"kms create-alias --alias-name alias/cards --target-key-id {key}")).ShouldContain("AlreadyExistsException");

        var text = cli.Write("text", "card"u8.ToArray());
        var sealedText = await cli.DoAsync($"kms encrypt --key-id alias/cards --plaintext fileb://{text} --encryption-context table=cards --query CiphertextBlob");
        var file = cli.Write("sealed", sealedText.GetBytesFromBase64());
        (await cli.DoAsync($"kms decrypt --ciphertext-blob fileb://{file} --encryption-context table=cards --query Plaintext")).GetBytesFromBase64().ShouldBe("card"u8.ToArray());
        (await cli.RefusalAsync($"kms decrypt --ciphertext-blob fileb://{file}")).ShouldContain("InvalidCiphertextException");

        await cli.DoAsync($"kms schedule-key-deletion --key-id {key} --pending-window-in-days 7");
        (await cli.RefusalAsync($"kms generate-data-key --key-id {key} --key-spec AES_256")).ShouldContain("KMSInvalidStateException");
    }

    [Fact]
    public async Task A_function_is_waited_for_called_and_rotates_a_secret()
    {
        await using var cli = new CliSession(_world.Sandbox);
        var function = _world.Create().FunctionArn;
        await cli.DoAsync("lambda wait function-active-v2 --function-name rotate");
        var answer = await cli.DoAsync($"lambda invoke --function-name rotate --log-type Tail --query LogResult {cli.Named("answer.json")}");
        Encoding.UTF8.GetString(answer.GetBytesFromBase64()).ShouldStartWith("START RequestId: ");
        File.ReadAllText(cli.Named("answer.json")).ShouldBe("null");
        (await cli.RefusalAsync($"lambda get-function --function-name {function}:live")).ShouldContain("ResourceNotFoundException");

        await cli.DoAsync("secretsmanager create-secret --name db --secret-string first");
        var rotate = $"secretsmanager rotate-secret --secret-id db --rotation-lambda-arn {function} --rotation-rules AutomaticallyAfterDays=30";
        (await cli.RefusalAsync(rotate)).ShouldContain("AccessDeniedException");
        _world.Permit();
        await cli.DoAsync(rotate);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        (await cli.DoAsync("secretsmanager get-secret-value --secret-id db --version-stage AWSPREVIOUS --query SecretString")).GetString().ShouldBe("first");
        (await cli.DoAsync("secretsmanager get-secret-value --secret-id db --query SecretString")).GetString().ShouldNotBe("first");
    }

    [Fact]
    public async Task A_certificate_is_waited_for_and_an_authority_that_is_active_stays()
    {
        await using var cli = new CliSession(_world.Sandbox);
        var authority = "--certificate-authority-arn " + RootAuthority.In(_world.Sandbox);
        var csr = cli.Write("csr.pem", Encoding.UTF8.GetBytes((await cli.DoAsync($"acm-pca get-certificate-authority-csr {authority} --query Csr")).GetString()!));

        var arn = (await cli.DoAsync($"acm-pca issue-certificate {authority} --csr fileb://{csr} --signing-algorithm SHA256WITHECDSA --validity Value=5,Type=DAYS --query CertificateArn")).GetString();
        _world.Clock.Advance(TimeSpan.FromSeconds(5));
        await cli.DoAsync($"acm-pca wait certificate-issued {authority} --certificate-arn {arn}");

        (await cli.DoAsync($"acm-pca get-certificate {authority} --certificate-arn {arn} --query CertificateChain")).GetString()!.ShouldStartWith("-----BEGIN CERTIFICATE-----");
        (await cli.RefusalAsync($"acm-pca delete-certificate-authority {authority}")).ShouldContain("InvalidStateException");
    }

    [Fact]
    public async Task Meshes_are_listed_page_by_page_and_instances_discovered()
    {
        await using var cli = new CliSession(_world.Sandbox);
        await cli.DoAsync("appmesh create-mesh --mesh-name payments");
        (await cli.RefusalAsync("appmesh create-mesh --mesh-name payments")).ShouldContain("ConflictException");
        foreach (var node in new[] { "api", "ledger", "store" })
        {
            _world.Sandbox.Call(AppMeshModel.CreateVirtualNode, new() { MeshName = "payments", VirtualNodeName = node, Spec = new() });
        }

        (await cli.DoAsync("appmesh list-virtual-nodes --mesh-name payments --page-size 2 --query virtualNodes[].virtualNodeName")).GetArrayLength().ShouldBe(3);
        (await cli.DoAsync("appmesh list-virtual-nodes --mesh-name payments --limit 2 --query virtualNodes[].virtualNodeName")).GetArrayLength().ShouldBe(2);
        (await cli.RefusalAsync("appmesh delete-mesh --mesh-name payments")).ShouldContain("ResourceInUseException");

        await cli.DoAsync("servicediscovery create-http-namespace --name payments");
        _world.Clock.Advance(TimeSpan.FromMinutes(2));
        var home = (await cli.DoAsync("servicediscovery list-namespaces --query Namespaces[0].Id")).GetString();
        var service = (await cli.DoAsync($"servicediscovery create-service --name api --namespace-id {home} --query Service.Id")).GetString();
        await cli.DoAsync($"servicediscovery register-instance --service-id {service} --instance-id one --attributes AWS_INSTANCE_IPV4=10.0.0.9");
        _world.Clock.Advance(TimeSpan.FromMinutes(2));
        (await cli.DoAsync("servicediscovery discover-instances --namespace-name payments --service-name api --query Instances[0].InstanceId")).GetString().ShouldBe("one");
        (await cli.RefusalAsync($"servicediscovery delete-namespace --id {home}")).ShouldContain("ResourceInUse");
    }
}
