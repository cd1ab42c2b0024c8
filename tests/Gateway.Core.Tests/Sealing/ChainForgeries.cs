using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using static Gateway.Core.Sealing.VerificationFault;

namespace Gateway.Core.Tests.Sealing;

/// <summary>Every way to hand on what nobody let go, each with the check that finds it.</summary>
internal static class ChainForgeries
{
    private static readonly ChainForge Good = new();
    private static readonly ChainForge Three = new() { Route = [Parties.Fra, Parties.Usa, Parties.Deu, Parties.Swe] };

    /// <summary>Germany's portions go on to Sweden, which France did not grant, but allows now.</summary>
    private static readonly ChainForge Allowed = new()
    {
        Route = [Parties.Fra, Parties.Usa, Parties.Swe],
        Granted = granted => [.. granted.Where(one => one.To != Parties.Swe)],
        Consents = [new ConsentForge(Parties.Fra, Parties.Fra, 1)],
    };

    private static readonly ushort Evidence = Good.Base.Product.Portions.Single(p => p.Body.Path.StartsWith("evidence", StringComparison.Ordinal)).Index;
    private static readonly ushort First = Good.ForGermany[0];
    private static readonly long Past = Parties.Noon.ToUnixTimeMilliseconds();
    private static readonly long Later = Past + 60_000;

    /// <summary>Chains that verify, by name.</summary>
    public static ImmutableArray<(string Name, ChainForge Forge, PartnerCode Recipient)> Accepted { get; } =
    [
        ("two hops", Good, Parties.Deu),
        ("three hops", Three, Parties.Swe),
        ("two hops by an ONWARD_GRANT", Allowed, Parties.Swe),
        ("three hops, an expiry that gets shorter", Three with { Release = Expiring(Later + 2, Later + 1, Later) }, Parties.Swe),
        ("two hops by the ONWARD_GRANTs of both other owners", TwoOwners([new ConsentForge(Parties.Fra, Parties.Fra, 1), new ConsentForge(Parties.Deu, Parties.Deu, 1)]), Parties.Swe),
        ("one hop with all grants of its portions", Good with { Route = [Parties.Fra, Parties.Usa], Grants = _ => Good.Tree.For(Parties.Usa, Good.ForGermany) }, Parties.Usa),
    ];

    public static IEnumerable<Forgery> All => [.. Chains(), .. Expiries(), .. Grants(), .. Consents()];

    private static IEnumerable<Forgery> Chains()
    {
        yield return Of("a chain without its first hop", BrokenChain, Good with { Package = p => p with { Hops = p.Hops[1..] } });
        yield return Of("a chain without its middle hop", BrokenChain, Three with { Package = p => p with { Hops = [p.Hops[0], p.Hops[2]] } }, Parties.Swe);
        yield return Of("a chain spliced from two", BrokenChain, Three with { Package = p => p with { Hops = [ElsewhereHop, .. p.Hops[1..]], Checkpoints = [.. p.Checkpoints, Elsewhere.Checkpoints[0]] } }, Parties.Swe);
        yield return Of("hops out of order", BrokenChain, Three with { Package = p => p with { Hops = [p.Hops[1], p.Hops[0], p.Hops[2]] } }, Parties.Swe);
        yield return Of("a hop of another product", WrongProduct, Good with { Release = At(0, r => r with { Product = Other }) });
        yield return Of("a hop that names no release before it", BrokenChain, Good with { Release = At(1, r => r with { PreviousRelease = default }) });
        yield return Of("a hop that names another release before it", BrokenChain, Good with { Release = At(1, r => r with { PreviousRelease = PackageForge.Fixed(3) }) });
        yield return Of("a releaser who is not the recipient before", BrokenChain, Good with { Release = At(0, r => r with { Recipient = Parties.Swe }) });
        yield return Of("a chain that goes back to the originator", BrokenChain, Good with { Route = [Parties.Fra, Parties.Usa, Parties.Fra] }, Parties.Fra);
        yield return Of("a chain that goes round", BrokenChain, Good with { Route = [Parties.Fra, Parties.Usa, Parties.Deu, Parties.Usa] });
        yield return Of("a holder with grants of its own", BrokenChain, Good with { Release = At(1, r => r with { GrantRoot = Good.Tree.Root }) });
        yield return Of("a chain that ends at another partner", WrongRecipient, Good, Parties.Swe);
        yield return Of("salts of an earlier hop", BrokenChain, Good with { Hop = AtHop(0, h => h with { OpeningsSalt = PackageForge.Fixed(1) }) });
        yield return Of("terms of an earlier hop", BrokenChain, Good with { Hop = AtHop(0, h => h with { Terms = PackageForge.Fixed(1) }) });
        yield return Of("an earlier hop that is in no log", NotInLog, Good with { Hop = AtHop(0, h => h with { Index = 0 }) });
        yield return Of("an earlier hop without its checkpoint", MissingCheckpoint, Good with { Package = p => p with { Checkpoints = p.Checkpoints[1..] } });
        yield return Of("an earlier hop of another kind", WrongStatement, Good with { Statement = (i, s) => i == 0 ? s with { Kind = StatementKind.Receipt } : s });
    }

    private static IEnumerable<Forgery> Expiries()
    {
        yield return Of("an earlier hop that expired", Expired, Good with { Release = Expiring(Past, Past) });
        yield return Of("a hop that extends an expiry", BrokenChain, Good with { Release = Expiring(Later, Later + 1) });
        yield return Of("a hop that drops an expiry", BrokenChain, Good with { Release = Expiring(Later, 0) });
    }

    private static IEnumerable<Forgery> Grants()
    {
        yield return Of("handed on and nothing granted", NotGranted, Good with { Grants = _ => [] });
        yield return Of("the originator denies the partner, the marking covers it, a holder forwards", NotGranted, Good with
        {
            Granted = granted => [.. granted.Where(one => one.To != Parties.Deu)],
        });
        yield return Of("one portion more than granted", NotGranted, Good with { Opens = [.. Good.ForGermany.Append(Evidence).Order()] });
        yield return Of("a chain of three, the middle not granted", NotGranted, Three with { Grants = all => [.. all.Where(g => g.To != Parties.Deu)] }, Parties.Swe);
        yield return Of("a grant for another partner only", NotGranted, Good with { Grants = _ => Good.Tree.For(Parties.Deu, [First]).RemoveAll(g => g.To != Parties.Swe) });
        yield return Of("a grant with another index", BadGrants, Good with { Grants = Change(g => g with { Index = Good.ForGermany[1] }) });
        yield return Of("a grant with another partner", BadGrants, Good with { Grants = Change(g => g with { To = Parties.Swe }) });
        yield return Of("a grant with another salt", BadGrants, Good with { Grants = Change(g => g with { Salt = PackageForge.Fixed(1) }) });
        yield return Of("a grant at another leaf", BadGrants, Good with { Grants = Change(g => g with { Leaf = g.Leaf ^ 1 }) });
        yield return Of("a grant with one hash of its path changed", BadGrants, Good with { Grants = Change(g => g with { Path = Flip(g.Path, 7 * 32) }) });
        yield return Of("a later grant with one hash of its path changed", BadGrants, Good with { Grants = all => [.. all[..^1], all[^1] with { Path = Flip(all[^1].Path, 7 * 32) }] });
        yield return Of("a grant twice", BadGrants, Good with { Grants = all => [all[0], .. all] });
        yield return Of("a grant for a portion that is not opened", BadGrants, Good with
        {
            Opens = [Good.Base.At("header")],
            Grants = _ => Good.Tree.For(default, Good.ForGermany).RemoveAll(g => g.To != Parties.Deu),
        });
        yield return Of("grants of the tree of another product", BadGrants, Good with { TreeOf = _ => Other });
        yield return Of("grants of another tree", BadGrants, Good with { Grants = _ => Another.For(default, Good.ForGermany).RemoveAll(g => g.To != Parties.Deu) });
        yield return Of("grants and no root", BadGrants, Good with { Release = At(0, r => r with { GrantRoot = default }) });
    }

    private static IEnumerable<Forgery> Consents()
    {
        yield return Of("no ONWARD_GRANT", NotGranted, Allowed with { Consents = [] }, Parties.Swe);
        yield return Of("an ONWARD_GRANT that the release names and nobody shows", BadGrants, Allowed with { Package = p => p with { Onward = [] } }, Parties.Swe);
        yield return Of("an ONWARD_GRANT that the release does not name", BadGrants, Consent(c => c with { IsNamed = false }), Parties.Swe);
        yield return Of("an ONWARD_GRANT in the releaser's log", BadGrants, Consent(c => c with { Log = Parties.Usa }), Parties.Swe);
        yield return Of("an ONWARD_GRANT by somebody who owns nothing", NotGranted, Consent(c => c with { Owner = Parties.Usa, Log = Parties.Usa }), Parties.Swe);
        yield return Of("an ONWARD_GRANT of another kind", BadGrants, Consent(c => c with { Kind = StatementKind.Notice }), Parties.Swe);
        yield return Of("an ONWARD_GRANT for another product", BadGrants, Body(b => b with { Product = Other }), Parties.Swe);
        yield return Of("an ONWARD_GRANT for another partner", BadGrants, Body(b => b with { To = Parties.Deu }), Parties.Swe);
        yield return Of("an ONWARD_GRANT to another holder", BadGrants, Body(b => b with { Holder = Parties.Deu }), Parties.Swe);
        yield return Of("an ONWARD_GRANT that expired", BadGrants, Body(b => b with { ExpiresAtMs = Past }), Parties.Swe);
        yield return Of("an ONWARD_GRANT for other portions", NotGranted, Body(b => b with { Indexes = [Evidence] }), Parties.Swe);
        yield return Of("an ONWARD_GRANT that is in no log", BadGrants, Consent(c => c with { Proof = p => p with { Index = 0 } }), Parties.Swe);
        yield return Of("an ONWARD_GRANT of a hop that is not there", BadGrants, Consent(c => c with { Proof = p => p with { Hop = 2 } }), Parties.Swe);
        yield return Of("an ONWARD_GRANT without its checkpoint", MissingCheckpoint, Allowed with { Package = p => p with { Checkpoints = [p.Checkpoints[0], p.Checkpoints[2]] } }, Parties.Swe);
        yield return Of("an ONWARD_GRANT by one of two owners", NotGranted, TwoOwners([new ConsentForge(Parties.Fra, Parties.Fra, 1)]), Parties.Swe);
    }

    /// <summary>The header with American and German information inside: both own it besides France, and the United States hand it on.</summary>
    public static ChainForge TwoOwners(ImmutableArray<ConsentForge> consents)
    {
        var mixed = new Marking { Policy = "US", Text = "(S//FGI DEU//REL TO USA, DEU)", ReleasableTo = ["DEU", "USA"] };
        ushort header = new PackageForge().At("header");
        PackageForge forge = new PackageForge().Resealed(header, body => body with { Marking = mixed });
        return Allowed with { Base = forge, Consents = consents, Opens = [header], Banner = mixed with { Text = "SECRET//FGI DEU//REL TO USA, DEU" } };
    }

    private static GrantTree Another => new(Good.Product, PackageForge.Fixed(0x5f), [new GrantedTo(Parties.Deu, Good.ForGermany)]);

    private static ProductId Other { get; } = ProductId.OfManifest([1]);

    private static Func<int, ReleaseBody, ReleaseBody> At(int hop, Func<ReleaseBody, ReleaseBody> change) => (i, release) => i == hop ? change(release) : release;

    private static Func<int, Hop, Hop> AtHop(int hop, Func<Hop, Hop> change) => (i, one) => i == hop ? change(one) : one;

    private static Func<int, ReleaseBody, ReleaseBody> Expiring(params long[] ms) => (i, release) => release with { ExpiresAtMs = ms[i] };

    private static Func<ImmutableArray<Grant>, ImmutableArray<Grant>> Change(Func<Grant, Grant> change) => all => [change(all[0]), .. all[1..]];

    private static ChainForge Consent(Func<ConsentForge, ConsentForge> change) => Allowed with { Consents = [change(Allowed.Consents[0])] };

    private static ChainForge Body(Func<OnwardGrantBody, OnwardGrantBody> change) => Consent(c => c with { Body = change });

    private static byte[] Flip(ReadOnlyMemory<byte> bytes, int at)
    {
        byte[] copy = bytes.ToArray();
        copy[at] ^= 1;
        return copy;
    }

    private static Forgery Of(string name, VerificationFault fault, ChainForge forge, PartnerCode? verifier = null) =>
        new(name, fault, forge, verifier ?? Parties.Deu, Parties.Noon);

    /// <summary>A release of the same product to another partner.</summary>
    private static Package Elsewhere { get; } =
        Package.TryDecode((Good with { Route = [Parties.Fra, Parties.Swe] }).Build(), out Package? package, out _) ? package : throw new FormatException();

    private static Hop ElsewhereHop => Elsewhere.Hops[0] with { OpeningsSalt = default, Terms = default, TermsSalt = default };
}
