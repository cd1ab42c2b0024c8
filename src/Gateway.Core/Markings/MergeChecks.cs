using System.Collections.Immutable;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Markings;

/// <summary>What every roll-up into a national policy looks at first. Positions are indexes of portions.</summary>
internal static class MergeChecks
{
    /// <summary>Restrictions that only the US register can spell. FOUO yields to classification, RELIDO only ever widens.</summary>
    private const Controls UsOnly = Controls.Rsen | Controls.Orcon | Controls.OrconUsGov | Controls.Imcon | Controls.PropIn
        | Controls.DeaSensitive | Controls.Fisa;

    /// <summary>Refuses portions that the nation of the banner may not hold itself, TLP labels that a classification mark cannot say, and
    /// restrictive words of another policy.</summary>
    public static void Holder(IReadOnlyList<ParsedMarking> portions, string nation, MarkingRegistry registry, MarkingErrors errors) =>
        Holders(portions, nation == UsVocabulary.Usa ? UsGrammar.Policy : nation, nation, CodeSet.Of([nation]), registry, errors);

    /// <summary>
    /// The same for NATO and the EU, whose marks open information to every member and name no other owner: what one of them may not
    /// have, or what somebody else owns too, is refused.
    /// </summary>
    public static void Organisation(IReadOnlyList<ParsedMarking> portions, string organisation, MarkingRegistry registry, MarkingErrors errors)
    {
        CodeSet members = registry.TryGetCoalition(organisation, out Coalition? group) ? CodeSet.Of(group.Members) : CodeSet.Empty;
        Holders(portions, organisation, organisation, members.Union(CodeSet.Of([organisation])), registry, errors);
        Spellable(portions, organisation, errors);
        for (int i = 0; i < portions.Count; i++)
        {
            if (!MarkingLattice.OwnersOf(portions[i]).IsSubsetOf(CodeSet.Of([organisation])))
            {
                errors.Add("ROLLUP-OWNER", i, $"{organisation} marks have no words for information of others; leave it out.");
            }
        }
    }

    /// <summary>Refuses controls that the target policy has no words for: dropping one would widen.</summary>
    public static void Spellable(IReadOnlyList<ParsedMarking> portions, string nation, MarkingErrors errors)
    {
        for (int i = 0; i < portions.Count; i++)
        {
            if ((portions[i].Controls & UsOnly) != Controls.None)
            {
                Control(nation, i, errors);
            }
        }
    }

    private static void Holders(
        IReadOnlyList<ParsedMarking> portions, string policy, string name, CodeSet holders, MarkingRegistry registry, MarkingErrors errors)
    {
        for (int i = 0; i < portions.Count; i++)
        {
            ParsedMarking portion = portions[i];
            bool own = portion.Source.Policy == policy;
            if (portion.Tlp is { } label && (label != Tlp.Clear || portion.ReleasableTo is not null))
            {
                errors.Add("ROLLUP-TLP-MIX", i,
                    $"A classification banner cannot say {portion.LevelWord}; use TLP:CLEAR or a classification mark.");
            }
            else if (!own && (portion.OtherControls.Length > 0 || portion.Only is not null))
            {
                Control(name, i, errors);
            }
            else if (!(own && portion.Only is not null) && !holders.IsSubsetOf(MarkingLattice.Of(portion, registry).Releasable))
            {
                errors.Add("ROLLUP-HOLDER", i, $"This portion is not releasable to {name}, so {name} cannot seal it; leave it out.");
            }
        }
    }

    private static void Control(string name, int portion, MarkingErrors errors) =>
        errors.Add("ROLLUP-CONTROL", portion, $"{name} marks have no words for this portion's controls; leave it out.");

    /// <summary>Owners other than the holder, as foreign government information. Null when there are none.</summary>
    public static ForeignGovernmentInformation? Owners(IEnumerable<ParsedMarking> portions, string holder)
    {
        CodeSet owners = portions.Select(MarkingLattice.OwnersOf).Aggregate(CodeSet.Empty, (left, right) => left.Union(right));
        if (owners.IsAll)
        {
            return new ForeignGovernmentInformation(true, []);
        }

        ImmutableArray<string> foreign = [.. owners.Codes.Where(code => code != holder)];
        return foreign.IsEmpty ? null : new ForeignGovernmentInformation(false, foreign);
    }
}
