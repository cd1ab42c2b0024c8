using System.Collections.Frozen;
using System.Text;

namespace Gateway.Core.Assessments;

/// <summary>The words for field classes in policies and documents: lower case with hyphens, <c>sources-and-methods</c>.</summary>
public static class FieldClassNames
{
    private static readonly FrozenDictionary<FieldClass, string> Words =
        Enum.GetValues<FieldClass>().ToFrozenDictionary(c => c, c => Kebab(c.ToString()));

    private static readonly FrozenDictionary<string, FieldClass> Classes =
        Words.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The word for a class. Throws <see cref="KeyNotFoundException"/> for a value outside the enumeration.</summary>
    public static string Word(this FieldClass fieldClass) => Words[fieldClass];

    /// <summary>Reads a word, ordinal; false for any other text.</summary>
    public static bool TryParse(string word, out FieldClass fieldClass) => Classes.TryGetValue(word, out fieldClass);

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
