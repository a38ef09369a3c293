using System.Globalization;
using System.Text;

namespace EcsPlatform.Aws.Generator;

/// <summary>A JSON value. A reader of our own, because a generator that brings System.Text.Json along must load whatever version its host has.</summary>
internal sealed class Json
{
    private readonly object? _value;

    private Json(object? value) => _value = value;

    public static Json Parse(string text) => new Reader(text).Document();

    /// <summary>A member, or null where there is none.</summary>
    public Json? this[string name] => Members.FirstOrDefault(member => member.Key == name).Value;

    /// <summary>The members in the order of the text; none where the value is no object.</summary>
    public IReadOnlyList<KeyValuePair<string, Json>> Members => _value as IReadOnlyList<KeyValuePair<string, Json>> ?? [];

    /// <summary>The elements; none where the value is no array.</summary>
    public IReadOnlyList<Json> Items => _value as IReadOnlyList<Json> ?? [];

    public string? Text => _value as string;

    public double? Number => _value as double?;

    public bool IsTrue => _value is true;

    private sealed class Reader(string text)
    {
        private int _at;

        public Json Document()
        {
            var value = Value();
            Space();
            return _at == text.Length ? value : throw Unexpected();
        }

        private Json Value()
        {
            Space();
            switch (Peek())
            {
                case '{': return Object();
                case '[': return Array();
                case '"': return new Json(String());
                case 't': return Word("true", true);
                case 'f': return Word("false", false);
                case 'n': return Word("null", null);
                default: return Number();
            }
        }

        private Json Object()
        {
            var members = new List<KeyValuePair<string, Json>>();
            _at++;
            while (More('}', members.Count))
            {
                var name = String();
                Space();
                Expect(':');
                members.Add(new KeyValuePair<string, Json>(name, Value()));
            }

            return new Json(members);
        }

        private Json Array()
        {
            var items = new List<Json>();
            _at++;
            while (More(']', items.Count))
            {
                items.Add(Value());
            }

            return new Json(items);
        }

        private bool More(char end, int sofar)
        {
            Space();
            if (Peek() == end)
            {
                _at++;
                return false;
            }

            if (sofar > 0)
            {
                Expect(',');
                Space();
            }

            return true;
        }

        private string String()
        {
            Expect('"');
            var result = new StringBuilder();
            while (Peek() != '"')
            {
                var c = text[_at++];
                result.Append(c == '\\' ? Escape() : c);
            }

            _at++;
            return result.ToString();
        }

        private char Escape()
        {
            var c = text[_at++];
            switch (c)
            {
                case 'n': return '\n';
                case 'r': return '\r';
                case 't': return '\t';
                case 'b': return '\b';
                case 'f': return '\f';
                case 'u':
                    _at += 4;
                    return (char)int.Parse(text.Substring(_at - 4, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                default: return c;
            }
        }

        private Json Number()
        {
            var start = _at;
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '-' or '+' or '.'))
            {
                _at++;
            }

            return double.TryParse(text.Substring(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? new Json(number)
                : throw Unexpected();
        }

        private Json Word(string word, object? value)
        {
            if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
            {
                throw Unexpected();
            }

            _at += word.Length;
            return new Json(value);
        }

        private void Space()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
        }

        private char Peek() => _at < text.Length ? text[_at] : throw Unexpected();

        private void Expect(char c)
        {
            if (Peek() != c)
            {
                throw Unexpected();
            }

            _at++;
        }

        private FormatException Unexpected() => new($"Not JSON at character {_at}.");
    }
}
