using System.Collections;
using System.Globalization;

namespace EcsPlatform.Aws.Modeling;

/// <summary>Holds a request against what its API model demands, before a call is made.</summary>
/// <remarks>Required members, lengths, ranges, patterns, enums and unions.</remarks>
public static class ConstraintCheck
{
    /// <summary>Everything that is wrong with a request; empty where nothing is.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="input">An instance made by <c>operation.Input</c>.</param>
    public static IReadOnlyList<ConstraintViolation> Check(OperationModel operation, object input)
    {
        var violations = new List<ConstraintViolation>();
        new Walk(violations).Structure("", operation.Input, input, operation.Input.Sensitive);
        return violations;
    }

    /// <summary>Longest stretch of a bad value that a message repeats, in characters.</summary>
    private const int Quoted = 60;

    /// <summary>Most values of an enum that a message lists.</summary>
    private const int Listed = 20;

    private sealed class Walk(List<ConstraintViolation> violations)
    {
        public void Structure(string path, StructureShape shape, object instance, bool sensitive)
        {
            var set = new List<string>();
            foreach (var member in shape.Members)
            {
                var place = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
                var value = member.Get(instance);
                if (value is not null)
                {
                    set.Add(member.Name);
                    Value(place, member.Target, value, sensitive);
                }

                // A token that is left out is made up on the way; an empty label would change the path's meaning.
                if (member.Required && !member.IdempotencyToken && (value is null || (member.Location == MemberLocation.Uri && value is "")))
                {
                    Add(place, "is required");
                }
            }

            if (shape.Union && set.Count > 1)
            {
                Add(path, $"takes one member, not {set.Count} ({string.Join(", ", set)})");
            }
        }

        private void Value(string path, Shape shape, object value, bool sensitive)
        {
            sensitive |= shape.Sensitive;
            switch (shape)
            {
                case StructureShape structure:
                    Structure(path, structure, value, sensitive);
                    break;
                case ListShape list:
                    var items = (ICollection)value;
                    Bounds(path, items.Count, list.Min, list.Max, "elements");
                    var index = 0;
                    foreach (var item in items)
                    {
                        Element(FormattableString.Invariant($"{path}[{index++}]"), list.Item.Target, item, sensitive);
                    }

                    break;
                case MapShape map:
                    var entries = (IDictionary)value;
                    Bounds(path, entries.Count, map.Min, map.Max, "entries");
                    foreach (DictionaryEntry entry in entries)
                    {
                        Value($"{path}[{entry.Key}]", map.Key.Target, entry.Key, sensitive);
                        Element($"{path}[{entry.Key}]", map.Value.Target, entry.Value, sensitive);
                    }

                    break;
                case ScalarShape scalar:
                    Scalar(path, scalar, value, sensitive);
                    break;
            }
        }

        private void Element(string path, Shape shape, object? value, bool sensitive)
        {
            if (value is null)
            {
                Add(path, "must not be null");
            }
            else
            {
                Value(path, shape, value, sensitive);
            }
        }

        private void Scalar(string path, ScalarShape shape, object value, bool sensitive)
        {
            switch (value)
            {
                case string text:
                    Text(path, shape, text, sensitive);
                    break;
                case MemoryStream blob:
                    Bounds(path, blob.Length, shape.Min, shape.Max, "bytes");
                    break;
                case int or long or float or double:
                    var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                    if (number < shape.Min || number > shape.Max)
                    {
                        Add(path, $"must be {Range(shape.Min, shape.Max)}{(sensitive ? "" : FormattableString.Invariant($", not {value}"))}");
                    }

                    break;
            }
        }

        private void Text(string path, ScalarShape shape, string text, bool sensitive)
        {
            var said = sensitive ? "the value" : $"'{(text.Length > Quoted ? text[..Quoted] + "…" : text)}'";
            if (shape.Values is { } values)
            {
                if (!values.Contains(text))
                {
                    Add(path, $"{said} is not one of {string.Join(", ", values.Take(Listed))}{(values.Count > Listed ? ", …" : "")}");
                }

                return;
            }

            // AWS counts characters, not UTF-16 units.
            Bounds(path, text.EnumerateRunes().Count(), shape.Min, shape.Max, "characters");
            if (shape.Pattern is { } pattern && !Patterns.Matches(pattern, text))
            {
                Add(path, $"{said} does not match {pattern}");
            }
        }

        private void Bounds(string path, long count, double? min, double? max, string unit)
        {
            if (count < min || count > max)
            {
                Add(path, FormattableString.Invariant($"must have {Range(min, max)} {unit}, not {count}"));
            }
        }

        private void Add(string path, string message) => violations.Add(new ConstraintViolation(path, message));

        private static string Range(double? min, double? max) => (min, max) switch
        {
            ({ } low, { } high) when low == high => FormattableString.Invariant($"exactly {low}"),
            ({ } low, { } high) => FormattableString.Invariant($"{low} to {high}"),
            ({ } low, null) => FormattableString.Invariant($"at least {low}"),
            (null, { } high) => FormattableString.Invariant($"at most {high}"),
            _ => "any number of",
        };
    }
}
