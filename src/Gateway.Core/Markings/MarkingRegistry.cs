using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

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
    private readonly ImmutableSortedDictionary<string, OpaqueCategory> _tokens;

    internal MarkingRegistry(
        LevelMap levels,
        FrozenDictionary<string, string> nations,
        FrozenDictionary<string, Coalition> coalitions,
        ImmutableSortedDictionary<string, OpaqueCategory> tokens)
    {
        Levels = levels;
        _nations = nations;
        _coalitions = coalitions;
        _tokens = tokens;
    }

    /// <summary>The registry of the embedded data: no opaque token is enabled.</summary>
    public static MarkingRegistry Default { get; } = RegistryData.Load();

    /// <summary>National levels.</summary>
    public LevelMap Levels { get; }

    /// <summary>Group codes, ordinal order.</summary>
    public IEnumerable<Coalition> Coalitions => _coalitions.Values.OrderBy(coalition => coalition.Code, StringComparer.Ordinal);

    /// <summary>Nation codes, ordinal order.</summary>
    public IEnumerable<string> Nations => _nations.Keys.Order(StringComparer.Ordinal);

    /// <summary>Opaque tokens that this deployment admits.</summary>
    public IReadOnlyDictionary<string, OpaqueCategory> EnabledTokens => _tokens;

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
        return new MarkingRegistry(Levels, _nations, _coalitions, _tokens.SetItem(token, category));
    }

    /// <summary>The same registry with a group added or replaced.</summary>
    public MarkingRegistry WithCoalition(Coalition coalition)
    {
        ArgumentNullException.ThrowIfNull(coalition);
        var groups = new Dictionary<string, Coalition>(_coalitions, StringComparer.Ordinal) { [coalition.Code] = coalition };
        return new MarkingRegistry(Levels, _nations, groups.ToFrozenDictionary(), _tokens);
    }

    /// <summary>What was read under this registry.</summary>
    internal MarkingMemo Memo { get; } = new();

    /// <summary>Short English name of a nation that is known.</summary>
    internal string NameOf(string nation) => _nations[nation];

    internal bool TryGetToken(string token, out OpaqueCategory category) => _tokens.TryGetValue(token, out category);

    /// <summary>Register order of lists: nations A–Z, then organisation codes A–Z (CAPCO 2016 §A.6).</summary>
    internal int CompareCodes(string left, string right)
    {
        int byKind = IsNation(right).CompareTo(IsNation(left));
        return byKind != 0 ? byKind : string.CompareOrdinal(left, right);
    }

    internal ImmutableArray<string> InOrder(IEnumerable<string> codes) =>
        [.. codes.Distinct(StringComparer.Ordinal).Order(Comparer<string>.Create(CompareCodes))];
}
