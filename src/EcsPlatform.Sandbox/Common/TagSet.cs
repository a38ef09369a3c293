namespace EcsPlatform.Sandbox;

/// <summary>A resource's tags, in the order in which they were put on.</summary>
public sealed class TagSet : Dictionary<string, string>
{
    /// <summary>No tags.</summary>
    public TagSet()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Takes tags from a request, and checks AWS's rules for them.</summary>
    /// <param name="tags">The request's tags, or null.</param>
    /// <param name="key">Reads a tag's key.</param>
    /// <param name="value">Reads a tag's value; null counts as empty.</param>
    /// <param name="error">The service's code for bad tags.</param>
    /// <exception cref="AwsError">A key stands twice, begins with "aws:", or there are more than 50.</exception>
    public static TagSet From<T>(IEnumerable<T>? tags, Func<T, string?> key, Func<T, string?> value, string error)
    {
        var set = new TagSet();
        foreach (var tag in tags ?? [])
        {
            if (!set.TryAdd(key(tag) ?? "", value(tag) ?? ""))
            {
                throw new AwsError(error, $"Duplicate tag keys found. Please note that Tag keys are case insensitive: {key(tag)}");
            }
        }

        set.Check(error);
        return set;
    }

    /// <summary>Puts tags on, replacing values of keys that are there, and checks AWS's rules.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="error">The service's code for bad tags.</param>
    /// <exception cref="AwsError">A key begins with "aws:", or there would be more than 50; nothing changes then.</exception>
    public void Put(TagSet tags, string error)
    {
        tags.Check(error);
        if (Keys.Union(tags.Keys).Count() > 50)
        {
            throw TooMany(error);
        }

        foreach (var (key, value) in tags)
        {
            this[key] = value;
        }
    }

    /// <summary>Takes tags off; keys that are not there are ignored.</summary>
    /// <param name="keys">The keys.</param>
    public void Remove(IEnumerable<string>? keys)
    {
        foreach (var key in keys ?? [])
        {
            Remove(key);
        }
    }

    /// <summary>The tags as a list of a service's own tag type.</summary>
    /// <param name="make">Makes a tag from key and value.</param>
    public List<T> To<T>(Func<string, string, T> make) => [.. this.Select(pair => make(pair.Key, pair.Value))];

    private static AwsError TooMany(string error) => new(error, "The number of tags exceeds the limit of 50 per resource.");

    private void Check(string error)
    {
        if (Count > 50)
        {
            throw TooMany(error);
        }

        if (Keys.FirstOrDefault(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) is { } reserved)
        {
            throw new AwsError(error, $"Tag keys starting with aws: are reserved for system use: {reserved}");
        }
    }
}

/// <summary>A resource as the tagging API sees it.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Tags">Its tags; resources that never had any may be left out.</param>
public sealed record TaggedResource(string Arn, TagSet Tags);
