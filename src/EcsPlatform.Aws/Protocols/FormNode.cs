using System.Globalization;

namespace EcsPlatform.Aws.Protocols;

/// <summary>A form's dotted names as a tree: "Tags.member.1.Key" is four levels deep.</summary>
internal sealed class FormNode
{
    private readonly Dictionary<string, FormNode> _children = new(StringComparer.Ordinal);

    public string? Value { get; private set; }

    public bool HasChildren => _children.Count > 0;

    public static FormNode Parse(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var root = new FormNode();
        foreach (var (name, value) in pairs)
        {
            var node = root;
            foreach (var segment in name.Split('.'))
            {
                if (!node._children.TryGetValue(segment, out var child))
                {
                    node._children.Add(segment, child = new FormNode());
                }

                node = child;
            }

            node.Value = value;
        }

        return root;
    }

    public FormNode? Child(string name) => _children.GetValueOrDefault(name);

    /// <summary>The children "1", "2", "3" … in numerical order; clients may leave gaps.</summary>
    public IEnumerable<FormNode> Numbered() =>
        from child in _children
        let number = int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : (int?)null
        where number is not null
        orderby number
        select child.Value;
}
