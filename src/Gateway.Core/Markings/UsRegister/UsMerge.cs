using System.Collections.Immutable;

namespace Gateway.Core.Markings.UsRegister;

/// <summary>Roll-up of portions of any policy into a US banner (CAPCO 2016 §D.2 p28, Table 3; docs/markings.md).</summary>
internal static class UsMerge
{
    public static ParsedMarking? Merge(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry, MarkingErrors errors)
    {
        MergeChecks.Holder(portions, UsVocabulary.Usa, registry, errors);
        if (errors.Any)
        {
            return null;
        }

        (UsForm form, ImmutableArray<string> owners) = FormOf(portions);
        Level level = portions.Max(portion => portion.Level);
        if (form != UsForm.Foreign)
        {
            level = registry.Levels.ReceiveAs("", level, UsVocabulary.Usa); // RESTRICTED maps up: the United States has none
        }

        ForeignGovernmentInformation? fgi = form switch
        {
            UsForm.Us => MergeChecks.Owners(portions, UsVocabulary.Usa),
            UsForm.Joint => JointFgi(portions, owners),
            UsForm.Foreign => null,
        };
        UsRelease release = UsRelease.Of(portions, registry);
        Controls controls = OtherControls(portions, level) | release.Controls;
        bool orcon = (controls & (Controls.Orcon | Controls.OrconUsGov)) != Controls.None;
        return new ParsedMarking
        {
            Source = new Marking { Policy = UsGrammar.Policy, Text = "", OriginatorList = orcon ? OriginatorList(portions, registry) : [] },
            Kind = MarkingKind.Banner,
            Level = level,
            LevelWord = UsVocabulary.Word(level, MarkingKind.Banner),
            Owners = owners,
            Activity = form == UsForm.Foreign ? ActivityOf(portions) : null,
            Joint = form == UsForm.Joint,
            Fgi = fgi,
            Controls = controls,
            ReleasableTo = release.RelTo,
            DisplayOnly = release.DisplayOnly,
            Opaque = [.. portions.SelectMany(portion => portion.Opaque).Distinct()],
            Canonical = "",
        };
    }

    // All NATO, or all of the same foreign owners: keep the slashes. All joint with the same owners: keep JOINT. Otherwise US (§D.2).
    private static (UsForm Form, ImmutableArray<string> Owners) FormOf(IReadOnlyList<ParsedMarking> portions)
    {
        ParsedMarking first = portions[0];
        bool same = portions.All(portion =>
            portion.Source.Policy == UsGrammar.Policy && portion.Joint == first.Joint && portion.Owners.SequenceEqual(first.Owners));
        return same && first.Joint ? (UsForm.Joint, first.Owners)
            : same && first.Owners is not ([UsVocabulary.Usa] or [ParsedMarking.ConcealedOwner]) ? (UsForm.Foreign, first.Owners)
            : (UsForm.Us, [UsVocabulary.Usa]);
    }

    // NATO information of one activity stays marked so; of several it is NATO's.
    private static NatoActivity? ActivityOf(IReadOnlyList<ParsedMarking> portions) =>
        portions.All(portion => portion.Activity == portions[0].Activity) ? portions[0].Activity : null;

    private static ForeignGovernmentInformation? JointFgi(IReadOnlyList<ParsedMarking> portions, ImmutableArray<string> owners)
    {
        ForeignGovernmentInformation? all = MergeChecks.Owners(portions, UsVocabulary.Usa);
        if (all is null || all.Concealed)
        {
            return all;
        }

        ImmutableArray<string> others = [.. all.Owners.Where(owner => !owners.Contains(owner))];
        return others.IsEmpty ? null : new ForeignGovernmentInformation(false, others);
    }

    private static Controls OtherControls(IReadOnlyList<ParsedMarking> portions, Level level)
    {
        const Controls Releases = Controls.NoForn | Controls.RelIdo;
        Controls all = portions.Aggregate(Controls.None, (union, portion) => union | portion.Controls) & ~Releases;
        if ((all & Controls.Orcon) != Controls.None)
        {
            all &= ~Controls.OrconUsGov; // p136: ORCON takes precedence
        }

        // p134: FOUO only on an unclassified page without other controls.
        bool others = (all & ~Controls.Fouo) != Controls.None || portions.Any(portion => portion.Opaque.Length > 0);
        return level != Level.Unclassified || others ? all & ~Controls.Fouo : all;
    }

    // Everyone on the banner's list must be on the list of every controlled portion.
    private static ImmutableArray<string> OriginatorList(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry)
    {
        const Controls Originator = Controls.Orcon | Controls.OrconUsGov;
        ImmutableArray<string>[] lists =
        [
            .. portions.Where(portion => (portion.Controls & Originator) != Controls.None)
                .Select(portion => portion.Source.OriginatorList.IsDefault ? [] : portion.Source.OriginatorList),
        ];
        return ReleaseLists.Intersect(lists, registry);
    }
}

/// <summary>Foreign disclosure and release part of a banner (CAPCO 2016 Table 3).</summary>
internal sealed record UsRelease(Controls Controls, ImmutableArray<string>? RelTo, ImmutableArray<string>? DisplayOnly)
{
    private static readonly UsRelease None = new(Controls.None, null, null);
    private static readonly UsRelease NoForn = new(Controls.NoForn, null, null);

    public static UsRelease Of(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry)
    {
        // p49, p54: unclassified portions that say nothing about release are set aside.
        ParsedMarking[] counted = [.. portions.Where(portion => portion.Level != Level.Unclassified || SaysRelease(portion))];
        if (!counted.Any(SaysRelease))
        {
            return None;
        }

        // Rule 17's RELIDO option is not taken: a marked portion beside an unmarked classified one is NOFORN.
        if (counted.Any(portion => !SaysRelease(portion) || (portion.Controls & Controls.NoForn) != Controls.None))
        {
            return NoForn;
        }

        ImmutableArray<string>[] lists = [.. counted.Select(portion => ListOf(portion, registry))];
        ImmutableArray<string> rel = ReleaseLists.Intersect(lists, registry);
        ImmutableArray<string>[] shown =
            [.. counted.Select((portion, i) => ImmutableArray.CreateRange(lists[i].Union(portion.DisplayOnly ?? [])))];
        CodeSet held = ReleaseLists.Expand(rel, registry).Union(CodeSet.Of(rel)).Union(CodeSet.Of([UsVocabulary.Usa]));
        ImmutableArray<string> display = Shown(ReleaseLists.Intersect(shown, registry), held, registry);
        bool relIdo = counted.All(portion => (portion.Controls & Controls.RelIdo) != Controls.None);
        if (rel.Any(code => code != UsVocabulary.Usa))
        {
            ImmutableArray<string> list = [.. rel.Prepend(UsVocabulary.Usa).Distinct(StringComparer.Ordinal)];
            return new UsRelease(relIdo ? Controls.RelIdo : Controls.None, list, relIdo || display.IsEmpty ? null : display);
        }

        return relIdo ? new UsRelease(Controls.RelIdo, null, null)
            : display.Length > 0 ? new UsRelease(Controls.None, null, display)
            : NoForn;
    }

    private static bool SaysRelease(ParsedMarking portion) =>
        portion.ReleasableTo is not null || portion.DisplayOnly is not null || portion.NationalOnly is not null || portion.IsOfOrganisation
        || (portion.Controls & (Controls.RelIdo | Controls.NoForn)) != Controls.None;

    // A national list leaves its owner out, who of course may have it; a mark of NATO's or the EU's own needs no list for that.
    private static ImmutableArray<string> ListOf(ParsedMarking portion, MarkingRegistry registry) =>
        portion.ReleasableTo is not { } list ? (portion.IsOfOrganisation ? portion.Owners : [])
        : portion.Source.Policy == UsGrammar.Policy ? list
        : [.. ReleaseLists.InUsCodes(list, registry).Union(portion.Owners)];

    // Coalitions that may keep a copy in part are shown by member.
    private static ImmutableArray<string> Shown(ImmutableArray<string> codes, CodeSet held, MarkingRegistry registry) =>
        registry.InOrder(codes.SelectMany(code => ReleaseLists.Expand([code], registry).Codes.Any(held.Contains)
            ? ReleaseLists.Expand([code], registry).Codes
            : [code]).Where(code => !held.Contains(code)));
}
