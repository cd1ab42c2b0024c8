using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.Releasing;

/// <summary>
/// All that one party gets to see of a release. <paramref name="Exact"/> must be equal for products that differ in what is withheld from it;
/// <paramref name="Drawn"/> holds what is drawn at random, and must have the same distribution.
/// </summary>
/// <param name="Exact">Everything that is not drawn, as text, by name.</param>
/// <param name="Drawn">Everything that is, as numbers, by name.</param>
internal sealed record RecipientView(ImmutableSortedDictionary<string, string> Exact, ImmutableSortedDictionary<string, double> Drawn);

/// <summary>Who looks, and how its view is taken from a node that published the products given.</summary>
/// <param name="Name">Who.</param>
/// <param name="Take">Publishes the drafts at a node made from this seed and gives what the party sees.</param>
internal sealed record Viewer(string Name, Func<ImmutableArray<DraftPortion>, int, Task<RecipientView>> Take)
{
    /// <summary>The partner that the release is for.</summary>
    public static Viewer DirectRecipient(PartnerCode partner) => new($"direct recipient {partner}", (drafts, seed) => ReleasedTo(partner, drafts, seed));

    /// <summary>A partner that gets nothing of the product, and whoever else reads checkpoints and hash tiles.</summary>
    public static Viewer Bystander(PartnerCode partner) => new($"bystander {partner}", (drafts, seed) => NotReleasedTo(partner, drafts, seed));

    private static async Task<RecipientView> ReleasedTo(PartnerCode partner, ImmutableArray<DraftPortion> drafts, int seed)
    {
        await using var node = new TestNode(Parties.Fra, label: $"view {seed}");
        await node.PublishAsync(node.Seal(drafts: drafts));
        RecordingChannel channel = (await node.DeliverAsync(partner)).Channel;
        ReleasePermit permit = channel.Released.Single();
        Assert.True(Package.TryDecode(permit.Package, out Package? package, out _));
        await using var other = new TestNode(Parties.Swe, label: $"other {seed}");
        await using var self = new TestNode(partner, label: $"self {seed}");

        var exact = ImmutableSortedDictionary.CreateBuilder<string, string>();
        var drawn = ImmutableSortedDictionary.CreateBuilder<string, double>();
        Log(node, partner, exact);
        exact["package but for what is drawn"] = Convert.ToHexStringLower(Undrawn(package).Encode());
        exact["refusal elsewhere"] = Assert.IsType<Verification.Refused>(other.Verify(permit)).Detail;
        exact["steps"] = string.Join('|', Assert.IsType<Verification.Verified>(self.Verify(permit)).Release.Steps.Where(step => step.Name != "inclusion"));
        exact["feed"] = string.Create(CultureInfo.InvariantCulture, $"{permit.Lane} {permit.Sequence} {channel.Withdrawn.Count}");

        drawn["length of the package"] = permit.Package.Length;
        drawn["place in the log"] = package.Hops[0].Index;
        drawn["length of the path"] = package.Hops[0].Path.Length;
        for (int i = 0; i < package.Openings.Length; i++)
        {
            drawn[$"index {i}"] = package.Openings[i].Index;
            drawn[$"salt {i}"] = package.Openings[i].Salt.Span[0];
        }

        PortionBody[] bodies = [.. Bodies(package)];
        for (int i = 0; i < bodies.Length; i++)
        {
            drawn[$"rank {i}"] = bodies[i].Rank;
            drawn[$"variant {i}"] = bodies[i].Variant;
        }

        Assert.True(Manifest.TryDecode(package.Manifest, out Manifest? manifest, out _));
        Commitments(manifest, package, drawn);
        return new RecipientView(exact.ToImmutable(), drawn.ToImmutable());
    }

    private static async Task<RecipientView> NotReleasedTo(PartnerCode partner, ImmutableArray<DraftPortion> drafts, int seed)
    {
        await using var node = new TestNode(Parties.Fra, label: $"view {seed}");
        await node.PublishAsync(node.Seal(drafts: drafts));
        var exact = ImmutableSortedDictionary.CreateBuilder<string, string>();
        var drawn = ImmutableSortedDictionary.CreateBuilder<string, double>();
        Log(node, partner, exact);
        byte[] tile = node.Log.ReadTile(Tile.Of(node.Log.Head!.Checkpoint.Size).First());
        exact["length of the tile"] = tile.Length.ToString(CultureInfo.InvariantCulture);
        drawn["first byte of the tile"] = tile[0];
        drawn["mean of the tile"] = tile.Average(b => b);
        return new RecipientView(exact.ToImmutable(), drawn.ToImmutable());
    }

    /// <summary>What feeds, checkpoints and tiles show of the release log.</summary>
    private static void Log(TestNode node, PartnerCode partner, ImmutableSortedDictionary<string, string>.Builder exact)
    {
        exact["size of the log"] = node.Log.Head!.Checkpoint.Size.ToString(CultureInfo.InvariantCulture);
        exact["length of the checkpoint"] = node.Log.Head.Note.Length.ToString(CultureInfo.InvariantCulture);
        exact["rows of the feed"] = string.Join(',', Enum.GetValues<Lane>().Select(lane => node.Store.Read.LastSequence(partner, lane)));
        exact["kinds in the log"] = string.Join(',', node.Kinds(LogName.Release));
        exact["lengths of entries"] = string.Join(',', node.Store.Read.Entries(LogName.Release, 0, 100).Select(row => row.Entry.Length).Order());
    }

    /// <summary>Gaps and bytes of the commitments that were not opened: as many decoys as there are, and nothing else.</summary>
    private static void Commitments(Manifest manifest, Package package, ImmutableSortedDictionary<string, double>.Builder drawn)
    {
        int[] closed = [.. Enumerable.Range(0, manifest.Count).Where(i => package.Openings.All(opening => opening.Index != i))];
        drawn["mean of closed commitments"] = closed.Average(i => manifest.CommitmentAt(i).ToArray().Average(b => b));
        drawn["least of closed commitments"] = closed.Min(i => manifest.CommitmentAt(i)[0]);
        drawn["first closed"] = closed[0];
        drawn["last closed"] = closed[^1];
        drawn["first byte of the uid"] = manifest.ProductUid.Span[0];
    }

    /// <summary>The package with everything drawn put to a constant, order included: two of them are equal or tell something.</summary>
    private static Package Undrawn(Package package)
    {
        Assert.True(Manifest.TryDecode(package.Manifest, out Manifest? manifest, out _));
        Assert.True(Statement.TryDecode(package.Hops[0].Statement, out Statement? statement, out _));
        Assert.True(ReleaseBody.TryDecode(statement.Body.Span, out ReleaseBody? release, out _));
        Assert.True(ReleaseTerms.TryDecode(package.Hops[0].Terms.Span, out ReleaseTerms? terms, out _));
        byte[] constant = PackageForge.Fixed(1);
        var indexes = package.Openings.ToDictionary(opening => (uint)opening.Index, opening => Read(opening).Path);
        var places = indexes.OrderBy(place => place.Value, StringComparer.Ordinal).Select((place, i) => (place.Key, i)).ToDictionary(pair => pair.Key, pair => pair.i);
        return package with
        {
            // A pair's salt, place and path are drawn; which opened portion may go on to whom is said, and says nothing of others.
            Grants =
            [
                .. package.Grants.OrderBy(grant => places[grant.Index]).ThenBy(grant => grant.To)
                    .Select(grant => new Grant(constant, (ushort)places[grant.Index], grant.To, 0, new byte[grant.Path.Length])),
            ],
            Manifest = (manifest with { ProductUid = constant, LineageId = constant, Commitments = new byte[manifest.Commitments.Length] }).Encode(),
            Openings = [.. Bodies(package).Select((body, i) => new Opening((ushort)i, constant, Constant(body, indexes)))],
            Hops =
            [
                package.Hops[0] with
                {
                    Statement = (statement with
                    {
                        Nonce = constant,
                        Body = (release with { Product = ProductId.OfManifest(constant), GrantRoot = release.GrantRoot.IsEmpty ? default(ReadOnlyMemory<byte>) : constant, OpeningsDigest = constant, TermsDigest = constant }).Encode(),
                    }).Encode(),
                    Index = 0,
                    Path = default,
                    Checkpoint = package.Hops[0].Checkpoint with { Root = constant },
                    OpeningsSalt = constant,
                    Terms = (terms with { Record = constant }).Encode(),
                    TermsSalt = constant,
                },
            ],
        };
    }

    // Companions by the path that they point to, in the place of their random indexes.
    private static byte[] Constant(PortionBody body, Dictionary<uint, string> indexes) => (body with
    {
        Variant = 1,
        Rank = 1,
        MustAccompany = [],
        Topics = [.. body.Topics, .. body.MustAccompany.Select(index => indexes[index].Replace('/', '-'))],
    }).Encode();

    private static IEnumerable<PortionBody> Bodies(Package package) =>
        package.Openings.Select(Read).OrderBy(body => body.Path, StringComparer.Ordinal).ThenBy(body => body.Rank);

    private static PortionBody Read(Opening opening) => PortionBody.TryDecode(opening.Body, out PortionBody? body, out _) ? body : throw new FormatException();
}
