using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// A received product as it goes on from one copy: what this node's own rules allow, of what is held, of what the originator (by its grants)
/// or every owner (by ONWARD_GRANTs) let go to the partner and to everybody before it in the chain.
/// </summary>
internal sealed class HeldMatter(HeldProduct held, HeldCopy source) : Matter(Union(held, source))
{
    private readonly ImmutableArray<HeldCopy> _together = Together(held, source);

    /// <summary>The copy that is handed on.</summary>
    public FeedSource Source => FeedSource.Of(source.Row);

    public override Ruling Decide(INodeRead read, PartnerCode to, NodeModel model, DecisionTime at) => Decide(to, model, at);

    /// <summary>The same; what was received says all that there is to know.</summary>
    public Ruling Decide(PartnerCode to, NodeModel model, DecisionTime at) => Decide(to, model, at, consented: false);

    private Ruling Decide(PartnerCode to, NodeModel model, DecisionTime at, bool consented)
    {
        Decision[] decisions = Decisions(to, model, at.Now, consented);
        if (at.IsBehind)
        {
            decisions = [.. decisions.Zip(Decisions(to, model, at.Latest, consented), DecisionTime.Stricter)];
        }

        (ImmutableArray<ushort> allowed, ImmutableArray<ushort> opened) =
            OpeningChoice.AllAndChosen(Product.Portions, [.. decisions.Select(decision => decision.Outcome)]);
        Marking? banner = opened.IsEmpty ? null : Banners.Of(
            Product.Portions.Where(portion => opened.Contains(portion.Index)).SelectMany(portion => portion.Markings),
            Product.Manifest.Originator,
            model.Markings);
        if (banner is null)
        {
            (allowed, opened) = ([], []);
        }

        return new Ruling(
            to,
            at,
            [.. Product.Portions.Select((portion, i) => new PortionDecision(portion.Index, decisions[i], opened.Contains(portion.Index)))],
            allowed,
            opened,
            banner);
    }

    public override Passage Passage(INodeRead read, PartnerCode to, ImmutableArray<ushort> opened, ReleaseBody logged)
    {
        // Those that the logged release names, whatever was given since.
        HashSet<string> named = [.. Named(logged.OnwardGrant)];
        return Passage(to, opened, consent => named.Contains(Convert.ToHexStringLower(consent.Proof.Leaf)), logged.ExpiresAtMs);
    }

    public override (Ruling Ruling, Passage Passage) Onto(CommitScope scope, Ruling ruling, NodeModel model)
    {
        HashSet<ushort> needed = [.. ruling.Opened.Where(index => !Granted(index, ruling.Recipient))];
        return (ruling, Passage(
            ruling.Recipient,
            ruling.Opened,
            consent => ruling.At.Both(now => consent.IsFor(ruling.Recipient, model.Self, now)) && consent.Body.Indexes.Any(needed.Contains),
            _together.Where(copy => copy.Package.Openings.Any(opening => ruling.Opened.Contains(opening.Index)))
                .Append(source)
                .SelectMany(copy => copy.Chain)
                .Select(hop => hop.Release.ExpiresAtMs)
                .Where(expiry => expiry != 0)
                .DefaultIfEmpty()
                .Min()));
    }

    /// <summary>
    /// The portions that could go to a partner if their owners let them, and do not go without, by owner: exactly what has to be asked for.
    /// Empty when no consent would help.
    /// </summary>
    public ImmutableDictionary<PartnerCode, ImmutableArray<ushort>> Wanted(PartnerCode to, NodeModel model, DecisionTime at)
    {
        Ruling ruling = Decide(to, model, at, consented: true);
        return Product.Portions
            .Where(portion => ruling.Opened.Contains(portion.Index) && !Granted(portion.Index, to))
            .SelectMany(portion => Owners(portion, model).Where(owner => owner != model.Self).Select(owner => (owner, portion.Index)))
            .GroupBy(pair => pair.owner, pair => pair.Index)
            .ToImmutableDictionary(group => group.Key, group => group.Order().ToImmutableArray());
    }

    private Passage Passage(PartnerCode to, ImmutableArray<ushort> opened, Func<ConsentRow, bool> isUsed, long expiresAtMs)
    {
        int hop = source.Chain.Length;
        ImmutableArray<ConsentRow> used = [.. held.Consents.Where(isUsed)];
        PartnerCode[] recipients = [.. source.Chain.Skip(1).Select(link => link.Release.Recipient), to];
        return new Passage
        {
            PreviousRelease = source.Row.ReleaseLeaf,
            ExpiresAtMs = expiresAtMs,
            Source = Source,
            Hops = [.. source.Package.Hops.Select(before => before with { OpeningsSalt = default, Terms = default, TermsSalt = default })],
            Grants =
            [
                .. _together.SelectMany(copy => copy.Package.Grants)
                    .Where(grant => recipients.Contains(grant.To) && opened.Contains(grant.Index))
                    .DistinctBy(grant => (grant.Index, grant.To))
                    .OrderBy(grant => grant.Index).ThenBy(grant => grant.To),
            ],
            Onward = [.. source.Package.Onward, .. used.Select(consent => consent.Proof with { Hop = hop })],
            Checkpoints = [.. source.Package.Checkpoints.Concat(used.Select(consent => consent.Checkpoint)).DistinctBy(note => Convert.ToHexString(note.Span))],
        };
    }

    private Decision[] Decisions(PartnerCode to, NodeModel model, DateTimeOffset now, bool consented)
    {
        ProductSchema? schema = model.Schemas(Product.Manifest.Schema);
        bool open = held.MayHandOn(model, now) && schema is not null && !source.IsOver(now) && !source.Passed(to) && to != Product.Manifest.Originator;
        return [.. Product.Portions.Select(portion => open
            ? Decide(portion, schema!, to, model, now, consented)
            : new Decision(Outcome.Withhold, [RuleIds.ThirdParty]))];
    }

    private Decision Decide(Portion portion, ProductSchema schema, PartnerCode to, NodeModel model, DateTimeOffset now, bool consented)
    {
        if (portion.Recalled)
        {
            return new Decision(Outcome.Withhold, [RuleIds.Recalled]);
        }

        if (NodeModel.Facts(Product.Manifest, schema, portion.Body) is not { } facts)
        {
            return new Decision(Outcome.Withhold, [RuleIds.Unreadable]);
        }

        return Let(portion, facts, to, model, now, consented) is { } let
            ? portion.Markings.Select(marking => Interpreter.Decide(let with { Marking = marking }, to, model.At(now))).MinBy(decision => decision.Outcome)!
            : new Decision(Outcome.Withhold, [RuleIds.ThirdParty]);
    }

    /// <summary>What the rules look at when a portion is handed on to a partner; null where neither originator nor owners let it go there.</summary>
    public PortionFacts? Facts(Portion portion, PartnerCode to, NodeModel model, DateTimeOffset now) =>
        model.Schemas(Product.Manifest.Schema) is { } schema
        && NodeModel.Facts(Product.Manifest, schema, portion.Body) is { } facts
        && !source.IsOver(now) && !source.Passed(to) && to != Product.Manifest.Originator
            ? Let(portion, facts, to, model, now, consented: false)
            : null;

    private PortionFacts? Let(Portion portion, PortionFacts facts, PartnerCode to, NodeModel model, DateTimeOffset now, bool consented)
    {
        bool granted = Granted(portion.Index, to);
        ImmutableArray<PartnerCode> consents =
        [
            .. held.Consents.Where(consent => consent.IsFor(to, model.Self, now) && consent.Body.Indexes.Contains(portion.Index)).Select(consent => consent.Owner),
            model.Self,
            .. consented ? Owners(portion, model) : [],
        ];
        bool mayGo = (granted || facts.AllConsent(consents, model.MarkingBook)) && CameRightly(portion, facts, model);
        return mayGo ? facts with { Grants = granted ? [to] : [], Consents = consents } : null;
    }

    /// <summary>Whether every earlier hand-on of this chain was allowed for the portion too: it may have come on another way.</summary>
    private bool CameRightly(Portion portion, PortionFacts facts, NodeModel model) => Enumerable.Range(1, source.Chain.Length - 1).All(hop =>
        Granted(portion.Index, source.Chain[hop].Release.Recipient)
        || facts.AllConsent(
            [
                .. source.Package.Onward.Where(proof => proof.Hop == hop)
                    .Select(ConsentRow.Read)
                    .Where(consent => consent.Body.Indexes.Contains(portion.Index))
                    .Select(consent => consent.Owner),
                source.Chain[hop].Statement.Author,
            ],
            model.MarkingBook));

    /// <summary>Everybody whose information a portion holds; of an unreadable one nobody that could be asked.</summary>
    private ImmutableArray<PartnerCode> Owners(Portion portion, NodeModel model) =>
        model.MarkingBook.Read(portion.Body.Marking) is MarkingReading.Readable readable
            ? PortionOwners.All(Product.Manifest.Originator, readable.Marking)
            : [];

    private bool Granted(ushort index, PartnerCode to) =>
        _together.Any(copy => copy.Package.Grants.Any(grant => grant.Index == index && grant.To == to));

    // Grants prove under the root of the source; copies of another publication do not help it.
    private static ImmutableArray<HeldCopy> Together(HeldProduct held, HeldCopy source) =>
        [.. held.Copies.Where(copy => copy == source || copy.GrantRoot.Span.SequenceEqual(source.GrantRoot.Span))];

    private static SealedProduct Union(HeldProduct held, HeldCopy source)
    {
        var portions = new SortedDictionary<ushort, Portion>();
        foreach (Opening opening in Together(held, source).SelectMany(copy => copy.Package.Openings))
        {
            if (!portions.ContainsKey(opening.Index) && PortionBody.TryDecode(opening.Body, out PortionBody? body, out _))
            {
                portions.Add(opening.Index, held.Notices.On(new Portion(opening.Index, opening.Salt, opening.Body, body)));
            }
        }

        return new SealedProduct(held.Id, held.Manifest, held.ManifestBytes, [.. portions.Values]) { Recalled = held.Notices.Recalled };
    }

    private static IEnumerable<string> Named(ReadOnlyMemory<byte> leaves)
    {
        for (int i = 0; i < leaves.Length; i += Limits.Hash)
        {
            yield return Convert.ToHexStringLower(leaves.Span.Slice(i, Limits.Hash));
        }
    }
}
