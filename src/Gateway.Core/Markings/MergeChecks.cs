using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>What every roll-up into a national policy looks at first. Positions are indexes of portions.</summary>
internal static class MergeChecks
{
    /// <summary>Restrictions that only the US register can spell. FOUO yields to classification, RELIDO only ever widens.</summary>
    private const Controls UsOnly = Controls.Rsen | Controls.Orcon | Controls.OrconUsGov | Controls.Imcon | Controls.PropIn
        | Controls.DeaSensitive | Controls.Fisa;

    /// <summary>Refuses portions that the nation of the banner may not hold itself, and TLP labels that a national mark cannot
    /// say.</summary>
    public static void Holder(IReadOnlyList<ParsedMarking> portions, string nation, MarkingRegistry registry, MarkingErrors errors)
    {
        for (int i = 0; i < portions.Count; i++)
        {
            if (portions[i].Tlp is { } label && (label != Tlp.Clear || portions[i].ReleasableTo is not null))
            {
                errors.Add("ROLLUP-TLP-MIX", i,
                    $"A classification banner cannot say {portions[i].LevelWord}; use TLP:CLEAR or a classification mark.");
            }
            else if (!MarkingLattice.Of(portions[i], registry).Releasable.Contains(nation))
            {
                errors.Add("ROLLUP-HOLDER", i, $"This portion is not releasable to {nation}, so {nation} cannot seal it; leave it out.");
            }
        }
    }

    /// <summary>Refuses controls that the target policy has no words for: dropping one would widen.</summary>
    public static void Spellable(IReadOnlyList<ParsedMarking> portions, string nation, MarkingErrors errors)
    {
        for (int i = 0; i < portions.Count; i++)
        {
            if ((portions[i].Controls & UsOnly) != Controls.None || portions[i].Opaque.Length > 0)
            {
                errors.Add("ROLLUP-CONTROL", i, $"{nation} marks have no words for this portion's controls; leave it out.");
            }
        }
    }

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
