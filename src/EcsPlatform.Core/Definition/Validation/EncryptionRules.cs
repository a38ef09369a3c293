namespace EcsPlatform.Core.Definition.Validation;

/// <summary>Keys that encrypt something, and services that find theirs.</summary>
internal static class EncryptionRules
{
    private const string DataKeyVariable = "DATA_KEY_ARN";

    public static void Check(PlatformDefinition definition, ProblemList problems)
    {
        if (definition.Encryption is { Logs: false, Secrets: false, Repositories: false, Data: false })
            problems.Add("encryption.none", "encryption");
        foreach (var (service, path) in definition.EachService().Where(each => each.Service.DataKey))
        {
            if (definition.Encryption is not { Data: true })
                problems.Add("service.data-key", $"{path}.dataKey", service.Name);
            if (service.Environment.ContainsKey(DataKeyVariable) || service.Secrets.ContainsKey(DataKeyVariable))
                problems.Add("service.data-key-variable", path, service.Name);
        }
    }
}
