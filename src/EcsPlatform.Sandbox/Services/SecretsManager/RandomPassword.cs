using Amazon.SecretsManager.Model;

namespace EcsPlatform.Sandbox.Services;

/// <summary>Passwords as GetRandomPassword makes them.</summary>
internal static class RandomPassword
{
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    public static string Make(GetRandomPasswordRequest request, Ids ids)
    {
        var kinds = new List<string>();
        Add(request.ExcludeLowercase, "abcdefghijklmnopqrstuvwxyz");
        Add(request.ExcludeUppercase, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        Add(request.ExcludeNumbers, "0123456789");
        Add(request.ExcludePunctuation, Punctuation);
        Add(request.IncludeSpace != true, " ");
        var length = (int)(request.PasswordLength ?? 32);
        var each = request.RequireEachIncludedType ?? true;
        if (kinds.Count == 0 || (each && length < kinds.Count))
        {
            throw new AwsError("InvalidParameterException", kinds.Count == 0
                ? "No characters are left to make a password of."
                : "The password length is too short for the required types.");
        }

        var password = each ? kinds.Select(kind => ids.Text(kind, 1)[0]).ToList() : [];
        password.AddRange(ids.Text(string.Concat(kinds), length - password.Count));

        // Fisher-Yates, so that the required characters do not stand in front.
        for (var i = password.Count - 1; i > 0; i--)
        {
            var j = ids.Below(i + 1);
            (password[i], password[j]) = (password[j], password[i]);
        }

        return new string([.. password]);

        void Add(bool? excluded, string characters)
        {
            var left = string.Concat(characters.Except(request.ExcludeCharacters ?? ""));
            if (excluded != true && left.Length > 0)
            {
                kinds.Add(left);
            }
        }
    }
}
