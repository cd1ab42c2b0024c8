using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Gateway.Core.Markings.Nato;

/// <summary>
/// Finds names of nations and groups inside a text, without regard to case and diacritics; the longest name wins. One per registry.
/// Immutable and thread-safe.
/// </summary>
internal sealed class NationNames
{
    private const int MostWords = 8;
    private const int LongestName = 64;

    // By reference: a registry is replaced whole when its names change.
    private static readonly ConditionalWeakTable<MarkingRegistry, NationNames> Known = [];

    private readonly FrozenDictionary<string, string> _codes;

    private NationNames(MarkingRegistry registry)
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string code in registry.Nations.Concat(registry.Coalitions.Select(group => group.Code)))
        {
            codes.TryAdd(code, code);
        }

        foreach (string code in registry.Nations.Concat(registry.Coalitions.Select(group => group.Code)))
        {
            foreach (string spelling in NatoVocabulary.Spellings(code, registry))
            {
                codes.TryAdd(WordFold.Fold(spelling), code);
            }
        }

        _codes = codes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static NationNames Of(MarkingRegistry registry) => Known.GetValue(registry, key => new NationNames(key));

    /// <summary>The code whose name stands at the beginning of the text, followed by a comma, a space or the end.</summary>
    public bool TryRead(string text, [NotNullWhen(true)] out string? code, out int length)
    {
        (code, length) = (null, 0);
        int words = 0;
        for (int i = 0; i <= text.Length && i <= LongestName && words < MostWords; i++)
        {
            if (i < text.Length && text[i] is not (' ' or ','))
            {
                continue;
            }

            words++;
            if (_codes.TryGetValue(WordFold.Fold(text[..i]), out string? found))
            {
                (code, length) = (found, i);
            }
        }

        return code is not null;
    }
}
