namespace EcsPlatform.Core.Engine;

/// <summary>A resource as it stands in AWS now.</summary>
/// <param name="Type">The kind's type: "subnet".</param>
/// <param name="Name">Its name in AWS.</param>
/// <param name="Id">What other calls refer to it by: an id ("vpc-0a1…"), an ARN, or the name where the API uses names.</param>
public abstract record LiveResource(string Type, string Name, string Id)
{
    /// <summary>The logical id from its tag; null when it carries none.</summary>
    public string? LogicalId { get; init; }

    /// <summary>The microservice it belongs to, from its tag.</summary>
    public string? Service { get; init; }

    /// <summary>False for somebody else's resource that has a name we would use: never changed, never deleted.</summary>
    public bool Ours { get; init; } = true;

    /// <summary>On its way out already; it counts as absent when planning, and as progress when removing.</summary>
    public bool Going { get; init; }
}

/// <summary>A live resource with what its API says of it.</summary>
/// <typeparam name="TState">The API's description, or a record that joins several.</typeparam>
/// <param name="Type">The kind's type.</param>
/// <param name="Name">Its name in AWS.</param>
/// <param name="Id">Its id or ARN.</param>
/// <param name="State">What the API says of it.</param>
public sealed record Live<TState>(string Type, string Name, string Id, TState State) : LiveResource(Type, Name, Id);
