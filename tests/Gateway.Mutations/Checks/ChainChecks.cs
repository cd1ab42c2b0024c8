using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>What is checked of a chain of hops and of who let it go on: at the recipient, at the holder that hands on, and of foreign heads.</summary>
internal static class ChainChecks
{
    private const string Package = "src/Gateway.Core/Sealing/PackageVerifier.cs";
    private const string Chain = "src/Gateway.Core/Sealing/Chain.cs";
    private const string Tree = "src/Gateway.Core/Sealing/Grant.cs";
    private const string Consent = "src/Gateway.Core/Sealing/OnwardProof.cs";
    private const string Held = "src/Gateway.Core/Releasing/HeldMatter.cs";
    private const string Foreign = "src/Gateway.Node/Federation/ForeignHeads.cs";
    private const string Feed = "src/Gateway.Node/Federation/FeedIntake.cs";

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("each hop is in its releaser's log", Package, "return _package.Hops.All(hop => InclusionProof", "return _package.Hops.TakeLast(1).All(hop => InclusionProof",
            Forgery("an earlier hop that is in no log")),
        new("each hop is of this product", Package, "if (_chain.Any(hop => hop.Release.Product", "if (_chain.TakeLast(1).Any(hop => hop.Release.Product",
            Forgery("a hop of another product")),
        new("no salts of an earlier hop travel", Package, "!hop.OpeningsSalt.IsEmpty || ", "",
            Forgery("salts of an earlier hop")),
        new("no terms of an earlier hop travel", Package, " || !hop.Terms.IsEmpty", "",
            Forgery("terms of an earlier hop")),
        new("each releaser is the recipient before it", Chain, "return hop.Releaser == before.Recipient\n            && ", "return ",
            Forgery("a releaser who is not the recipient before")),
        new("each hop names the release before it", Chain, "&& hop.Release.PreviousRelease.Span.SequenceEqual(before.LeafHash.Span)", "",
            Forgery("a hop that names no release before it"), Forgery("a hop that names another release before it")),
        new("nobody stands in a chain twice", Chain, "if (!seen.Add(chain[i].Recipient))", "if (!seen.Add(chain[i].Recipient) && i < 0)",
            Forgery("a chain that goes back to the originator"), Forgery("a chain that goes round")),
        new("the originator stands in the chain", Chain, "new HashSet<PartnerCode> { originator };", "new HashSet<PartnerCode>();",
            Forgery("a chain that goes back to the originator")),
        new("a holder has no grants of its own", Chain, "&& hop.Release.GrantRoot.IsEmpty", "",
            Forgery("a holder with grants of its own")),
        new("no holder extends an expiry", Chain, " || hop.Release.ExpiresAtMs > before.Release.ExpiresAtMs)", ")",
            Forgery("a hop that extends an expiry")),
        new("no holder drops an expiry", Chain, "(hop.Release.ExpiresAtMs == 0 || ", "(",
            Forgery("a hop that drops an expiry")),
        new("nothing goes on that nobody granted", Package,
            "return _portions.All(portion => grants.Cover(portion, _markings[portion.Body.Marking], _manifest.Originator))", "return _portions.Count >= 0",
            Forgery("handed on and nothing granted"), Forgery("the originator denies the partner, the marking covers it, a holder forwards"),
            Forgery("one portion more than granted"), Forgery("no ONWARD_GRANT"), Forgery("an ONWARD_GRANT for other portions")),
        new("every hop is granted", Chain, "chain.Index().Skip(1).All(hop => Covers", "chain.Index().Skip(chain.Length - 1).All(hop => Covers",
            Forgery("a chain of three, the middle not granted")),
        new("a grant is for the hop's recipient", Chain, "_granted.Contains((index, recipient))", "_granted.Any(one => one.Index == index)",
            Forgery("a chain of three, the middle not granted")),
        new("a grant is of an opened portion", Chain, "|| opened.BinarySearch(grant.Index) < 0 ", "",
            Forgery("a grant for a portion that is not opened")),
        new("no grant stands twice", Chain, "|| !_granted.Add((grant.Index, grant.To)) ", "|| (!_granted.Add((grant.Index, grant.To)) && grants.IsEmpty) ",
            Forgery("a grant twice")),
        new("a grant proves under the originator's root", Chain, " || !check.Proves(grant))", ")",
            Forgery("a grant with another partner"), Forgery("a grant with another salt"), Forgery("a grant at another leaf"),
            Forgery("a grant with one hash of its path changed"), Forgery("grants of the tree of another product"), Forgery("grants of another tree")),
        new("every hash of every grant's path is checked", Tree, " || !Continues(grant, level, node))", ")",
            Forgery("a later grant with one hash of its path changed")),
        new("an ONWARD_GRANT is in its log", Consent,
            "return InclusionProof.Verify(Leaf, Index, Checkpoint.Size, Path.Span, Checkpoint.Root.Span)\n            && ", "return ",
            Forgery("an ONWARD_GRANT that is in no log")),
        new("an ONWARD_GRANT is an ONWARD_GRANT", Consent, "&& statement.Kind == StatementKind.OnwardGrant", "",
            Forgery("an ONWARD_GRANT of another kind")),
        new("an ONWARD_GRANT is in its owner's own log", Consent, "&& statement.Author == owner", "",
            Forgery("an ONWARD_GRANT in the releaser's log")),
        new("an ONWARD_GRANT is for a hop of this chain", Chain, "if (proof.Hop >= chain.Length\n                || ", "if (",
            Forgery("an ONWARD_GRANT of a hop that is not there")),
        new("an ONWARD_GRANT is for this product", Chain, "|| body.Product != product", "",
            Forgery("an ONWARD_GRANT for another product")),
        new("an ONWARD_GRANT is for its holder", Chain, "|| body.Holder != chain[proof.Hop].Releaser", "",
            Forgery("an ONWARD_GRANT to another holder")),
        new("an ONWARD_GRANT is for its partner", Chain, "|| body.To != chain[proof.Hop].Recipient", "",
            Forgery("an ONWARD_GRANT for another partner")),
        new("an ONWARD_GRANT has not expired", Chain, "|| body.IsOver(now)", "",
            Forgery("an ONWARD_GRANT that expired")),
        new("an ONWARD_GRANT is named by its release", Chain, ".ToHashSet().SetEquals(", ".ToHashSet().IsSubsetOf(",
            Forgery("an ONWARD_GRANT that the release does not name")),
        new("an ONWARD_GRANT that a release names is shown", Chain, ".ToHashSet().SetEquals(", ".ToHashSet().IsSupersetOf(",
            Forgery("an ONWARD_GRANT that the release names and nobody shows")),
        new("every owner gives an ONWARD_GRANT", Chain, ".All(owner => owner == chain[hop].Releaser", ".Any(owner => owner == chain[hop].Releaser",
            Forgery("an ONWARD_GRANT by one of two owners")),
        new("a holder hands on what was granted only", Held,
            "bool mayGo = (granted || facts.AllConsent(consents, model.MarkingBook)) && ", "bool mayGo = ",
            Core("HandOnTests.Who_was_not_granted_gets_nothing_though_the_mark_covers_it_and_the_refusal_is_logged_at_home")),
        new("a holder hands nothing on of the hop before", Held, "before with { OpeningsSalt = default, Terms = default, TermsSalt = default }", "before",
            Core("HandOnTests.Only_the_grants_of_the_next_hop_travel_and_nothing_of_the_hop_before")),
        new("a holder hands on what stands only", Held, "bool open = held.MayHandOn(model, now) && ", "bool open = ",
            Core("HandOnTests.What_a_newer_edition_replaced_is_not_handed_on")),
        new("a head that another hands on contradicts nothing that is known", Foreign, "return link is HeadLink.Linked;", "return true;",
            Node("ForeignHeadsTests.A_head_that_contradicts_the_one_held_is_refused")),
        new("heads that a package brings are looked into", Feed, "if (!await ForeignHeadsHold(item.Package.Memory, cancellation))", "if (item.Package.IsEmpty)",
            HandedOn("one by one"), HandedOn("together, as a stream brings it")),
        new("heads that packages taken together bring are looked into", Feed,
            "\n                || (verified.Release.Chain.Length > 1 && !await ForeignHeadsHold(package, cancellation)))", ")",
            HandedOn("together, as a stream brings it")),
        new("of its own log a node believes itself", Foreign, "node.ReleaseLog.TryRoot(name.Size, out byte[] own) && own.AsSpan().SequenceEqual(name.Root.Span)",
            "node.ReleaseLog.TryRoot(name.Size, out _)",
            Node("ForeignHeadsTests.Of_its_own_log_a_node_believes_nothing_but_itself")),
    ];

    private static Killer HandedOn(string way) =>
        new("Gateway.Node.Tests", "FeedTests", "What_is_handed_on_is_taken_unless_a_third_log_in_it_contradicts_what_is_known_of_it", way);
}
