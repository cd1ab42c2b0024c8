using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Markings;

/// <summary>Category of a control token that the grammar does not interpret; the order is that of the categories in a US mark.</summary>
public enum OpaqueCategory
{
    /// <summary>Sensitive compartmented information.</summary>
    Sci,

    /// <summary>Special access programmes.</summary>
    Sap,

    /// <summary>Atomic energy information.</summary>
    Aea,

    /// <summary>Markings from outside the intelligence community.</summary>
    NonIc,
}

/// <summary>
/// The closed vocabulary that marks are read against: levels, nations, group codes and the opaque tokens a deployment admits.
/// Anything not in it is an error. Immutable and thread-safe; replaced whole when it changes.
/// </summary>
public sealed class MarkingRegistry
{
    private readonly FrozenDictionary<string, string> _nations;
    private readonly FrozenDictionary<string, Coalition> _coalitions;
    private readonly ImmutableSortedDictionary<string, OpaqueToken> _tokens;
    private readonly FrozenDictionary<string, RegisteredCode>.AlternateLookup<ReadOnlySpan<char>> _codes;
    private readonly UsLexicon _portionLexicon;
    private readonly UsLexicon _bannerLexicon;

    internal MarkingRegistry(
        LevelMap levels,
        FrozenDictionary<string, string> nations,
        FrozenDictionary<string, Coalition> coalitions,
        ImmutableSortedDictionary<string, OpaqueToken> tokens,
        ImmutableArray<NatoActivity> activities)
    {
        Levels = levels;
        _nations = nations;
        _coalitions = coalitions;
        _tokens = tokens;
        Activities = [.. activities.OrderBy(activity => activity.Name, StringComparer.Ordinal)];
        _codes = nations.Keys.Concat(coalitions.Keys).ToFrozenDictionary(code => code, Describe, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _portionLexicon = new UsLexicon(MarkingKind.Portion, tokens.Values);
        _bannerLexicon = new UsLexicon(MarkingKind.Banner, tokens.Values);
    }

    /// <summary>The registry of the embedded data: no opaque token is enabled.</summary>
    public static MarkingRegistry Default { get; } = RegistryData.Load();

    /// <summary>National levels.</summary>
    public LevelMap Levels { get; }

    /// <summary>Group codes, ordinal order.</summary>
    public IEnumerable<Coalition> Coalitions => _coalitions.Values.OrderBy(coalition => coalition.Code, StringComparer.Ordinal);

    /// <summary>Nation codes, ordinal order.</summary>
    public IEnumerable<string> Nations => _nations.Keys.Order(StringComparer.Ordinal);

    /// <summary>Opaque tokens that this deployment admits, in banner form, ordinal order, with their categories.</summary>
    public IReadOnlyDictionary<string, OpaqueCategory> EnabledTokens =>
        _tokens.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Category, StringComparer.Ordinal);

    /// <summary>The same tokens with both spellings.</summary>
    public IEnumerable<OpaqueToken> Tokens => _tokens.Values;

    /// <summary>NATO activities that a mark may name, ordinal order.</summary>
    public ImmutableArray<NatoActivity> Activities { get; }

    /// <summary>Policies that can be read with this registry, ordinal order.</summary>
    public ImmutableArray<string> Policies => Grammars.Policies(this);

    /// <summary>True for a nation code (ISO 3166-1 alpha-3, and Kosovo's two).</summary>
    public bool IsNation(string code) => code is not null && _nations.ContainsKey(code);

    /// <summary>True for a nation or a group code.</summary>
    public bool IsKnown(string code) => code is not null && (_nations.ContainsKey(code) || _coalitions.ContainsKey(code));

    /// <summary>True for codes that the US register admits in lists.</summary>
    public bool IsInUsRegister(string code) => IsNation(code) || (TryGetCoalition(code, out Coalition? group) && group.InRegister);

    /// <summary>True for codes that can own information: nations, NATO and the EU.</summary>
    public bool IsOwner(string code) =>
        IsNation(code) || (TryGetCoalition(code, out Coalition? group) && group.Kind == CoalitionKind.Organisation);

    /// <summary>Short English name of a nation or group. False for an unknown code.</summary>
    public bool TryGetName(string code, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (code is not null && !_nations.TryGetValue(code, out name) && _coalitions.TryGetValue(code, out Coalition? group))
        {
            name = group.Name;
        }

        return name is not null;
    }

    /// <summary>The group behind a code. False for nations and unknown codes.</summary>
    public bool TryGetCoalition(string code, [NotNullWhen(true)] out Coalition? coalition)
    {
        coalition = null;
        return code is not null && _coalitions.TryGetValue(code, out coalition);
    }

    /// <summary>
    /// Who a code in a release list means for the recipient test: members of a coalition; an organisation and its members where
    /// these match; otherwise the code alone.
    /// </summary>
    public ImmutableArray<string> Expand(string code)
    {
        if (!TryGetCoalition(code, out Coalition? group) || !group.ExpandsForRecipients)
        {
            return [code];
        }

        return group.Kind == CoalitionKind.Organisation ? [code, .. group.Members] : group.Members;
    }

    /// <summary>The same registry that also admits a token. The token is upper case A–Z, digits, hyphen and space.</summary>
    public MarkingRegistry WithToken(string token, OpaqueCategory category)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        return With([new OpaqueToken(category, token)], []);
    }

    /// <summary>The same registry with a group added or replaced.</summary>
    public MarkingRegistry WithCoalition(Coalition coalition)
    {
        ArgumentNullException.ThrowIfNull(coalition);
        var groups = new Dictionary<string, Coalition>(_coalitions, StringComparer.Ordinal) { [coalition.Code] = coalition };
        return new MarkingRegistry(Levels, _nations, groups.ToFrozenDictionary(), _tokens, Activities);
    }

    /// <summary>What was read under this registry.</summary>
    internal MarkingMemo Memo { get; } = new();

    /// <summary>Short English name of a nation that is known.</summary>
    internal string NameOf(string nation) => _nations[nation];

    /// <summary>The same registry with more tokens and activities; a spelling that is there already is replaced.</summary>
    internal MarkingRegistry With(IReadOnlyCollection<OpaqueToken> tokens, IReadOnlyCollection<NatoActivity> activities) => new(
        Levels, _nations, _coalitions,
        _tokens.SetItems(tokens.Select(token => KeyValuePair.Create(token.Text, token))),
        [.. Activities.ExceptBy(activities.Select(activity => activity.Name), activity => activity.Name).Concat(activities)]);

    /// <summary>What tokens spell in a kind of US mark.</summary>
    internal UsLexicon Lexicon(MarkingKind kind) => kind switch
    {
        MarkingKind.Portion => _portionLexicon,
        MarkingKind.Banner => _bannerLexicon,
    };

    /// <summary>The registered code that a text spells, or null.</summary>
    internal RegisteredCode? Code(ReadOnlySpan<char> text) => _codes.TryGetValue(text, out RegisteredCode? code) ? code : null;

    /// <summary>The NATO activity of a name, or null.</summary>
    internal NatoActivity? Activity(ReadOnlySpan<char> name)
    {
        foreach (NatoActivity activity in Activities)
        {
            if (name.SequenceEqual(activity.Name))
            {
                return activity;
            }
        }

        return null;
    }

    /// <summary>The NATO activity of a letter in portion marks, or null.</summary>
    internal NatoActivity? Activity(char letter)
    {
        foreach (NatoActivity activity in Activities)
        {
            if (activity.Letter == letter)
            {
                return activity;
            }
        }

        return null;
    }

    /// <summary>Register order of lists: nations A–Z, then organisation codes A–Z (CAPCO 2016 §A.6).</summary>
    internal int CompareCodes(string left, string right)
    {
        int byKind = IsNation(right).CompareTo(IsNation(left));
        return byKind != 0 ? byKind : string.CompareOrdinal(left, right);
    }

    internal ImmutableArray<string> InOrder(IEnumerable<string> codes) =>
        [.. codes.Distinct(StringComparer.Ordinal).Order(Comparer<string>.Create(CompareCodes))];

    private RegisteredCode Describe(string code) => new(code, IsNation(code), IsInUsRegister(code), IsOwner(code));
}

/// <summary>A code of a nation or group, and where it may stand.</summary>
internal sealed record RegisteredCode(string Text, bool IsNation, bool InUsRegister, bool IsOwner)
{
    /// <summary>Register order of lists: nations A–Z, then organisation codes A–Z (CAPCO 2016 §A.6).</summary>
    public static int Compare(RegisteredCode left, RegisteredCode right) =>
        left.IsNation == right.IsNation ? string.CompareOrdinal(left.Text, right.Text) : left.IsNation ? -1 : 1;
}
