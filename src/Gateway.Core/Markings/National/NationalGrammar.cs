using System.Collections.Immutable;

namespace Gateway.Core.Markings.National;

/// <summary>
/// Marks of nations: the nation's level words, compared without case and diacritics, its own caveats, and
/// <c>[//FGI owners][//REL TO list]</c>. Australia writes <c>//REL list</c>; the British level part is <see cref="BritishHead"/>. The FGI
/// part is this project's: it keeps the owners of inputs in a derived product.
/// </summary>
internal sealed class NationalGrammar(string nation) : IMarkingGrammar
{
    private readonly bool _british = nation == BritishHead.Nation;
    private readonly NationalList _list = NationalList.Of(nation);

    public ParsedMarking? Read(Marking marking, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        Piece[] parts = [.. new Piece(marking.Text, 0).Split(NationalCaveat.Slashes)];
        NationalHead? head = _british
            ? BritishHead.Read(parts[0], marking.Text, registry, errors)
            : PlainHead.Read(nation, parts[0], marking.Text, registry, errors);
        var tail = new NationalTail(nation, registry, errors);
        foreach (Piece part in parts.Skip(1))
        {
            tail.Read(part);
        }

        if (head is null)
        {
            return null;
        }

        int afterHead = parts.Length > 1 ? parts[1].Start : 0;
        NationalCaveat? caveat = head.Caveat ?? tail.Caveat;
        if (head.Caveat is not null && tail.Caveat is not null)
        {
            errors.Add("NAT-CATEGORY-DUPLICATE", tail.Start, $"{caveat?.Word} stands twice; remove one.");
        }

        if (head.List is not null && tail.List is not null)
        {
            errors.Add("NAT-CATEGORY-DUPLICATE", tail.Start, "The mark has a release list already; keep one.");
        }

        ImmutableArray<string>? list = head.EyesOnly is [_, _, ..] eyes ? eyes : head.List ?? tail.List;
        list = StatedFields.Merge(list, marking, mustBeSpelt: MustBeSpelt(head), registry, errors);
        if (caveat is not null)
        {
            CheckCaveat(head, caveat, released: list is not null, afterHead, errors);
        }

        CheckEyesOnly(head, tail, errors);
        if (_list.From > head.Word.Level && tail.List is not null)
        {
            errors.Add("AUS-REL-LEVEL", tail.Start,
                $"REL needs {registry.Levels.Preferred(nation, _list.From)?.Word} or above; state the list beside the text instead.");
        }

        return errors.Any ? null : Draft(marking, kind, head with { Caveat = caveat }, tail.ForeignInformation, list, registry);
    }

    public string Print(ParsedMarking marking, MarkingKind kind, MarkingRegistry registry)
    {
        string text = _british ? BritishHead.Print(marking) : PlainHead.Print(nation, marking);
        if (marking.Fgi is { } fgi)
        {
            text += NationalTail.PrintForeign(fgi, registry);
        }

        if (marking.Caveat is { } caveat)
        {
            bool own = NationalCaveat.Of(nation).Any(known => known.Word == caveat && known.Joins[0] == NationalCaveat.Slashes);
            return own ? text + NationalCaveat.Slashes + caveat : text;
        }

        return marking.ReleasableTo is { } list && marking.Level >= _list.From && !(_british && BritishHead.Spells(list))
            ? $"{text}//{_list.Word}{string.Join(", ", registry.InOrder(list))}"
            : text;
    }

    public ParsedMarking? Merge(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry, MarkingErrors errors)
    {
        MergeChecks.Holder(portions, nation, registry, errors);
        MergeChecks.Spellable(portions, nation, errors);
        LevelWord? word = NationalMerge.WordFor(portions, nation, registry);
        if (word is null)
        {
            errors.Add("ROLLUP-LEVEL", 0, $"{nation} has no word for this level; another originator has to seal it.");
        }

        if (errors.Any || word is null)
        {
            return null;
        }

        NationalHead head = NationalMerge.Head(portions, nation, word, registry);
        ImmutableArray<string>? list = head.Caveat is not null || head.EyesOnly is not null
            ? null
            : NationalMerge.Lists(portions, nation, word.Level, registry);
        if (_list.NamesOwner && word.Level >= _list.From)
        {
            (head, list) = NameOwner(portions, head, list, registry);
        }

        list ??= head.EyesOnly is [_, _, ..] eyes ? eyes : null;
        ForeignGovernmentInformation? fgi = MergeChecks.Owners(portions, nation);
        return Draft(new Marking { Policy = nation, Text = "" }, MarkingKind.Banner, head, fgi, list, registry);
    }

    // A nation whose list names itself says AUSTEO when nobody else is left in it.
    private (NationalHead Head, ImmutableArray<string>? List) NameOwner(
        IReadOnlyList<ParsedMarking> portions, NationalHead head, ImmutableArray<string>? list, MarkingRegistry registry) =>
        list is { } others ? (head, registry.InOrder(others.Append(nation)))
        : head.Caveat is null && portions.Any(portion => portion.ReleasableTo is not null)
            ? (head with { Caveat = NationalCaveat.Of(nation)[0] }, null)
            : (head, null);

    // Where the text has room for a list, it is the text's to say; a list of eyes is never only stated.
    private bool MustBeSpelt(NationalHead head) =>
        head.EyesOnly is not null || (_list.NamesOwner && head.Word.Level >= _list.From);

    private void CheckCaveat(NationalHead head, NationalCaveat caveat, bool released, int position, MarkingErrors errors)
    {
        if (released)
        {
            errors.Add(NationalCaveat.Rules(nation).List, position, $"{caveat.Word} is for its nation alone; remove the release list.");
        }

        if (head.Word.Level < caveat.From)
        {
            errors.Add(NationalCaveat.Rules(nation).Level, 0, $"{caveat.Word} does not stand on {head.Word.Word}; raise the level or remove it.");
        }
    }

    private static void CheckEyesOnly(NationalHead head, NationalTail tail, MarkingErrors errors)
    {
        if (head.EyesOnly is not null && (head.List is not null || tail.List is not null))
        {
            errors.Add("GBR-EYES-REL", tail.Start, "EYES ONLY names everybody who may have it; remove the release list.");
        }
    }

    private ParsedMarking Draft(
        Marking source, MarkingKind kind, NationalHead head,
        ForeignGovernmentInformation? fgi, ImmutableArray<string>? list, MarkingRegistry registry) => new()
        {
            Source = source,
            Kind = kind,
            Level = head.Word.Level,
            LevelWord = head.Word.Word,
            Owners = [nation],
            Fgi = fgi,
            ReleasableTo = list,
            NationalOnly = head.Caveat is not null ? [nation] : head.EyesOnly,
            Caveat = head.Caveat?.Word ?? (head.EyesOnly is { } eyes ? BritishHead.Spell(eyes, registry) : null),
            Context = head.Prefix ?? (_british && list is { } codes && BritishHead.Spells(codes) ? "UK" : null),
            OtherControls = head.Handling,
            Informative = head.Informative,
            Canonical = "",
        };
}
