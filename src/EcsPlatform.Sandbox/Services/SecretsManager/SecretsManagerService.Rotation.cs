using System.Text.Json.Nodes;
using Amazon.SecretsManager.Model;
using EcsPlatform.Sandbox.Services.Lambda;

namespace EcsPlatform.Sandbox.Services;

/// <content>Rotation ("Rotation by Lambda function" in the Secrets Manager user guide).</content>
public sealed partial class SecretsManagerService
{
    private const string Service = "secretsmanager.amazonaws.com";
    private const int Attempts = 5;

    private static readonly string[] RotationSteps = ["createSecret", "setSecret", "testSecret", "finishSecret"];
    private static readonly TimeSpan StepTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    private RotateSecretResponse RotateSecret(RotateSecretRequest request)
    {
        var secret = Live(request.SecretId);
        var function = request.RotationLambdaARN ?? secret.Rotation?.Function
            ?? throw new AwsError("InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.");
        if (request.RotationRules is { } rules)
        {
            RotationSchedule.Check(rules);
        }

        CheckFunction(function, secret);
        if (secret.At("AWSPENDING") is { } pending && !pending.Value.Stages.Contains("AWSCURRENT"))
        {
            throw new AwsError("InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.");
        }

        var rotation = secret.Rotation ??= new SecretRotation { Function = function };
        rotation.Function = function;
        rotation.Rules = request.RotationRules ?? rotation.Rules;
        rotation.Enabled = true;
        secret.Changed = Now;
        Schedule(secret);
        if (request.RotateImmediately == false)
        {
            Try(secret);
            return new RotateSecretResponse { ARN = secret.Arn, Name = secret.Name };
        }

        Begin(secret, request.ClientRequestToken ?? Ids.Uuid());
        return new RotateSecretResponse { ARN = secret.Arn, Name = secret.Name, VersionId = rotation.Token };
    }

    private void CheckFunction(string function, Secret secret)
    {
        var lambda = Region.Get<LambdaService>();
        if (lambda.FindFunction(function) is null)
        {
            throw new AwsError("ResourceNotFoundException", $"The Lambda function {function} does not exist.");
        }

        if (!lambda.MayInvoke(function, Service, secret.Arn))
        {
            throw new AwsError("AccessDeniedException",
                "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.");
        }
    }

    // "… tests the rotation configuration by running the testSecret step … This test creates an AWSPENDING version of the secret and then removes it."
    private void Try(Secret secret)
    {
        if (secret.At("AWSCURRENT")?.Value is not { } current)
        {
            return;
        }

        var token = Ids.Uuid();
        secret.Versions[token] = new SecretVersion { Text = current.Text, Binary = current.Binary, Created = Now, Stages = ["AWSPENDING"] };
        Ask(secret, token, "testSecret");
        secret.Versions.Remove(token);
    }

    private CancelRotateSecretResponse CancelRotateSecret(CancelRotateSecretRequest request)
    {
        var secret = Live(request.SecretId);
        var rotation = secret.Rotation
            ?? throw new AwsError("InvalidRequestException", "You can't cancel the rotation of a secret that has no rotation configured.");
        rotation.Enabled = false;
        rotation.Token = null;
        rotation.Next = null;
        _rotation.Cancel(secret.Name);
        secret.Changed = Now;
        return new CancelRotateSecretResponse { ARN = secret.Arn, Name = secret.Name };
    }

    /// <summary>Works out when the next rotation is, unless one is going on.</summary>
    private void Schedule(Secret secret)
    {
        if (secret.Rotation is not { Enabled: true, Token: null } rotation)
        {
            return;
        }

        var window = RotationSchedule.Next(rotation.Rules, secret.ValueChanged ?? secret.Created, Now);
        rotation.Next = window?.Closes;
        _rotation.Cancel(secret.Name);
        if (window is { } next)
        {
            _rotation.At(next.Opens, secret.Name);
        }
    }

    private void Begin(Secret secret, string token)
    {
        var rotation = secret.Rotation!;
        secret.At("AWSPENDING")?.Value.Stages.Remove("AWSPENDING");
        secret.Versions[token] = new SecretVersion { Created = Now, Stages = ["AWSPENDING"] };
        (rotation.Token, rotation.Step, rotation.Failures) = (token, 0, 0);
        _rotation.After(StepTime, secret.Name);
    }

    private void Rotate(string name)
    {
        if (!State.Secrets.TryGetValue(name, out var secret) || secret is not { Deleted: null, Rotation: { Enabled: true } rotation })
        {
            return;
        }

        if (rotation.Token is not { } token)
        {
            Begin(secret, Ids.Uuid());
        }
        else if (!Ask(secret, token, RotationSteps[rotation.Step]) || (rotation.Step == RotationSteps.Length - 1 && !IsCurrent(secret, token)))
        {
            Fail(secret);
        }
        else if (++rotation.Step < RotationSteps.Length)
        {
            _rotation.After(StepTime, name);
        }
        else
        {
            rotation.Token = null;
            rotation.Last = Now;
            secret.ValueChanged = Now;
            secret.Changed = Now;
            Schedule(secret);
        }
    }

    private static bool IsCurrent(Secret secret, string token) => secret.Versions.TryGetValue(token, out var version) && version.Stages.Contains("AWSCURRENT");

    // "If rotation fails, Secrets Manager retries the entire rotation process multiple times"; what it began stays at AWSPENDING. Then it is a day's turn again.
    private void Fail(Secret secret)
    {
        var rotation = secret.Rotation!;
        rotation.Step = 0;
        rotation.Failures++;
        _rotation.After(rotation.Failures % Attempts == 0 ? TimeSpan.FromDays(1) : RetryAfter, secret.Name);
    }

    /// <summary>Lets the function do a step; whether it did.</summary>
    private bool Ask(Secret secret, string token, string step)
    {
        var lambda = Region.Get<LambdaService>();
        if (!lambda.MayInvoke(secret.Rotation!.Function, Service, secret.Arn))
        {
            return false;
        }

        try
        {
            return lambda.Invoke(secret.Rotation.Function, new JsonObject { ["Step"] = step, ["SecretId"] = secret.Arn, ["ClientRequestToken"] = token }).Succeeded;
        }
        catch (AwsError)
        {
            // The function is gone, not active yet or without its role: a failure like its own.
            return false;
        }
    }

    /// <summary>For functions: gives the version of a rotation its value.</summary>
    internal void PutPending(Secret secret, string token, string text) => Stage(secret, token, new SecretVersion { Text = text, Created = Now }, ["AWSPENDING"]);

    /// <summary>For functions: makes the version of a rotation the current one.</summary>
    internal void Promote(Secret secret, string token)
    {
        MoveCurrent(secret, token);
        secret.Versions[token].Stages.Remove("AWSPENDING");
    }
}
