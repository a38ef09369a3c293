using System.Text.Json.Nodes;

namespace EcsPlatform.Sandbox.Services.Lambda;

/// <summary>What a function does that rotates secrets ("Lambda rotation functions", Secrets Manager user guide): each step with its role's own permissions.</summary>
internal static class RotationFunction
{
    private static readonly string[] Steps = ["createSecret", "setSecret", "testSecret", "finishSecret"];

    public static bool IsAskedFor(JsonNode? payload) =>
        payload is JsonObject asked && asked.ContainsKey("SecretId") && asked.ContainsKey("ClientRequestToken") && Steps.Contains(asked["Step"]?.ToString());

    public static JsonNode? Run(LambdaInvocation invocation)
    {
        var payload = invocation.Payload!.AsObject();
        var (arn, token, step) = (payload["SecretId"]!.ToString(), payload["ClientRequestToken"]!.ToString(), payload["Step"]!.ToString());
        var secrets = invocation.Region.Get<SecretsManagerService>();
        invocation.MustBeAllowed("secretsmanager:DescribeSecret", arn);
        if (secrets.FindSecret(arn) is not { } secret || !secret.Versions.TryGetValue(token, out var version))
        {
            throw new LambdaFailureException("ResourceNotFoundException", $"The version {token} has no stage for rotation of secret {arn}.");
        }

        if (version.Stages.Contains("AWSCURRENT"))
        {
            return null;
        }

        switch (step)
        {
            case "createSecret" when version.IsEmpty:
                invocation.MustBeAllowed("secretsmanager:GetSecretValue", arn);
                invocation.MustBeAllowed("secretsmanager:PutSecretValue", arn);
                MustReach(secrets, secret, invocation);
                secrets.PutPending(secret, token, RenewedSecret.Of(secret.At("AWSCURRENT")?.Value.Text, invocation));
                break;
            case "testSecret":
                invocation.MustBeAllowed("secretsmanager:GetSecretValue", arn);
                MustReach(secrets, secret, invocation);
                if (version.IsEmpty)
                {
                    throw new LambdaFailureException("ResourceNotFoundException",
                        "Secrets Manager can't find the specified secret value for staging label: AWSPENDING");
                }

                break;
            case "finishSecret":
                invocation.MustBeAllowed("secretsmanager:UpdateSecretVersionStage", arn);
                secrets.Promote(secret, token);
                break;
        }

        return null;
    }

    private static void MustReach(SecretsManagerService secrets, Secret secret, LambdaInvocation invocation)
    {
        if (!secrets.MayDecrypt(secret, Principal.Aws(invocation.Function.Role)))
        {
            throw new LambdaFailureException("AccessDeniedException", "Access to KMS is not allowed");
        }
    }
}
