using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Core.Markings.UsRegister;

/// <summary>
/// What single tokens of US marks spell in one kind of mark: the flags of the register and the opaque tokens that are enabled.
/// Immutable; looks up without copying.
/// </summary>
internal sealed class UsLexicon
{
    private readonly FrozenDictionary<string, UsControl>.AlternateLookup<ReadOnlySpan<char>> _controls;
    private readonly FrozenDictionary<string, OpaqueToken>.AlternateLookup<ReadOnlySpan<char>> _tokens;
    private readonly bool _anyTokens;

    public UsLexicon(MarkingKind kind, IEnumerable<OpaqueToken> tokens)
    {
        _controls = UsVocabulary.Controls.Where(control => control.Kind == UsControlKind.Flag)
            .ToFrozenDictionary(control => control.Spelling(kind), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        FrozenDictionary<string, OpaqueToken> enabled = tokens.ToFrozenDictionary(token => token.Spelling(kind), StringComparer.Ordinal);
        _tokens = enabled.GetAlternateLookup<ReadOnlySpan<char>>();
        _anyTokens = enabled.Count > 0;
    }

    /// <summary>The flag that a token spells, or null.</summary>
    public UsControl? Control(ReadOnlySpan<char> text) => _controls.TryGetValue(text, out UsControl? control) ? control : null;

    /// <summary>The enabled token, or null.</summary>
    public OpaqueToken? Token(ReadOnlySpan<char> text) => _anyTokens && _tokens.TryGetValue(text, out OpaqueToken token) ? token : null;

    /// <summary>How a token of this kind of mark is spelt in a kind, or null when it is none.</summary>
    public string? Spelling(ReadOnlySpan<char> text, MarkingKind kind) => Control(text)?.Spelling(kind) ?? Token(text)?.Spelling(kind);
}
