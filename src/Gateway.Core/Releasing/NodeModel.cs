using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// All that decides besides the product: who we are, roster, agreements, policy, markings, schemas. Immutable and swapped whole, so every
/// decision is made under exactly one version of everything.
/// </summary>
public sealed record NodeModel
{
    /// <summary>This node's partner.</summary>
    public required PartnerCode Self { get; init; }

    /// <summary>The roster in force.</summary>
    public required Roster Roster { get; init; }

    /// <summary>The agreements that this partner has signed.</summary>
    public required Agreements Agreements { get; init; }

    /// <summary>The policy set in force.</summary>
    public required PolicySet Policy { get; init; }

    /// <summary>How markings are read.</summary>
    public required MarkingRegistry Markings { get; init; }

    /// <summary>The same for rules.</summary>
    public required IMarkingBook MarkingBook { get; init; }

    /// <summary>The schemas that this node reads, by name.</summary>
    public required Func<string, ProductSchema?> Schemas { get; init; }

    /// <summary>Partners that own products may go on to; null: all that they would be released to.</summary>
    public ImmutableArray<PartnerCode>? Onward { get; init; }

    /// <summary>Whether own products may go on to a partner.</summary>
    public bool MayGoOn(PartnerCode partner) => Onward is not { } onward || onward.Contains(partner);

    /// <summary>Name that statements give the policy set.</summary>
    public string PolicyId => Policy.Files.IsEmpty ? "none" : Policy.Files[0].Name;

    /// <summary>Version that statements give the policy set: the highest of its files.</summary>
    public uint PolicyVersion => Policy.Files.IsEmpty ? 1 : (uint)Policy.Files.Max(file => file.Version);

    /// <summary>Digest of the policy set.</summary>
    public byte[] PolicyDigest => Convert.FromHexString(Policy.Digest);

    /// <summary>Digest of the roster.</summary>
    public byte[] RosterDigest => Convert.FromHexString(Roster.Digest);

    /// <summary>Everyone whom a product is decided for.</summary>
    public IEnumerable<PartnerCode> Recipients => Roster.Partners.Select(partner => partner.Code).Where(code => code != Self);

    /// <summary>
    /// The first instant after another at which time may change decisions about any product: a membership, an agreement, a rule or the roster
    /// begins or ends. Embargoes are the products' own. Null: never.
    /// </summary>
    public DateTimeOffset? NextChange(DateTimeOffset after) =>
        new Changes(At(after)).Next(after, notBeforeMs: 0) is var next && next < DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(next, TimeSpan.Zero) : null;

    /// <summary>Digest of the documents that decide besides policy, roster and agreements, 32 bytes.</summary>
    public byte[] DocumentsDigest => SHA256.HashData(
        Encoding.ASCII.GetBytes(string.Join('\n', Agreements.All.Select(agreement => agreement.Digest).Order(StringComparer.Ordinal).Prepend(Roster.Digest))));

    /// <summary>What policy files are checked against.</summary>
    public PolicySurroundings Surroundings => new(Roster, Agreements, MarkingBook, Self);

    /// <summary>What the rules look at, now.</summary>
    public DecisionContext At(DateTimeOffset now) => new()
    {
        Roster = Roster,
        Agreements = Agreements,
        Policy = Policy,
        Markings = MarkingBook,
        Releaser = Self,
        Now = now,
    };

    /// <summary>What policy may look at in a portion of a product of this schema. Null when the schema has no such portion.</summary>
    public static PortionFacts? Facts(Manifest manifest, ProductSchema schema, PortionBody body) =>
        schema.TryResolve(body.Path, body.Type, out PortionType? type)
            ? new PortionFacts
            {
                Originator = manifest.Originator,
                FieldClass = type.FieldClass,
                Marking = body.Marking,
                Regions = body.Regions,
                Topics = body.Topics,
                SealedAt = manifest.IssuedAt,
            }
            : null;
}
