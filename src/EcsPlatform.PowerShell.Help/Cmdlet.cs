namespace EcsPlatform.PowerShell.Help;

/// <summary>A cmdlet as its class declares it.</summary>
/// <param name="Verb">"Publish".</param>
/// <param name="Noun">"Platform".</param>
/// <param name="DefaultSet">The default parameter set; null when there is one set only.</param>
/// <param name="Parameters">In the order in which they are declared, the class's own before its bases'.</param>
/// <param name="Outputs">What it writes.</param>
internal sealed record Cmdlet(string Verb, string Noun, string? DefaultSet, IReadOnlyList<Parameter> Parameters, IReadOnlyList<TypeText> Outputs)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The names of the parameter sets, the default first; one empty name where there is one set only.</summary>
    public IReadOnlyList<string> Sets()
    {
        var names = Parameters.SelectMany(parameter => parameter.Uses).Select(use => use.Set).OfType<string>().Distinct().ToList();
        return names.Count == 0 ? [""] : [.. names.OrderBy(name => name == DefaultSet ? 0 : 1)];
    }

    /// <summary>The parameters of a set, as they stand in the syntax: by position, then what is mandatory, then the rest.</summary>
    public IEnumerable<(Parameter Parameter, ParameterUse Use)> In(string set) =>
        from parameter in Parameters
        let use = parameter.Uses.FirstOrDefault(use => use.Set == set) ?? parameter.Uses.FirstOrDefault(use => use.Set is null)
        where use is not null
        orderby use.Position ?? int.MaxValue, use.Mandatory ? 0 : 1, parameter.IsCommon ? 1 : 0
        select (parameter, use);
}

/// <summary>A parameter of a cmdlet.</summary>
internal sealed record Parameter
{
    public required string Name { get; init; }

    /// <summary>Its type as PowerShell names it: "String[]".</summary>
    public required string Type { get; init; }

    /// <summary>What it is for; null where the source says nothing.</summary>
    public string? Text { get; init; }

    public bool IsSwitch { get; init; }

    public bool Wildcards { get; init; }

    /// <summary>-WhatIf and -Confirm, which PowerShell adds.</summary>
    public bool IsCommon { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The values that it takes, where they can be listed.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The least and the greatest value, where there are such.</summary>
    public (string Least, string Greatest)? Range { get; init; }

    /// <summary>What holds where it is left out; null where nothing does.</summary>
    public string? Default { get; init; }

    public required IReadOnlyList<ParameterUse> Uses { get; init; }
}

/// <summary>How a parameter is bound in a parameter set; in all of them where the set is null.</summary>
internal sealed record ParameterUse(string? Set, bool Mandatory, int? Position, bool ByValue, bool ByName)
{
    public string Pipeline => (ByValue, ByName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}

/// <summary>A type and what it is.</summary>
internal sealed record TypeText(string Name, string? Text);
