using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;
using Gateway.Core.Wire;

namespace Gateway.Core.Tests.Sealing;

public sealed class CodecProperties
{
    private static readonly Gen<byte[]> Hash = Gen.Byte.Array[32];
    private static readonly Gen<string> Text = Gen.String[Gen.Char['a', 'z'], 1, 40];
    private static readonly Gen<long> Time = Gen.Long[1, 253_402_300_799_999];
    private static readonly Gen<PartnerCode> Code = Gen.String[Gen.Char['A', 'Z'], 2, 15].Select(PartnerCode.Of);
    private static readonly Gen<ProductId> Id = Hash.Select(hash => ProductId.TryFrom(hash, out ProductId id) ? id : default);

    private static readonly Gen<Marking> AnyMarking = Gen.Select(Text, Text, Text.Array[0, 4], Gen.Long[0, 1L << 40])
        .Select((policy, text, list, from) => new Marking { Policy = policy, Text = text, ReleasableTo = [.. list], NotBeforeMs = from });

    private static readonly Gen<PortionBody> Body = Gen.Select(Text, AnyMarking, Gen.Byte.Array[0, 200], Gen.UInt[1, uint.MaxValue], Gen.UShort.Array[0, 9])
        .Select((path, marking, value, number, others) => new PortionBody
        {
            Path = path,
            Variant = number,
            Rank = uint.MaxValue - number + 1,
            Type = "gateway.v1.Header",
            Marking = marking,
            Value = value,
            MustAccompany = [.. others.Select(i => (uint)i).Distinct().Order()],
            Topics = [.. others.Select(i => $"topic-{i}").Distinct().Order(StringComparer.Ordinal)],
        });

    [Fact]
    public void A_portion_reads_back_and_writes_the_same_bytes() => Body.Sample(body =>
    {
        byte[] bytes = body.Encode();
        return PortionBody.TryDecode(bytes, out PortionBody? read, out _) && read.Encode().AsSpan().SequenceEqual(bytes)
            && read.Marking == body.Marking && read.MustAccompany.SequenceEqual(body.MustAccompany);
    });

    [Fact]
    public void A_statement_reads_back_and_writes_the_same_bytes() =>
        Gen.Select(Text, Gen.OneOf(Gen.Int[1, 13], Gen.Int[64, 69]), Code, Time, Hash, Gen.Byte.Array[0, 300]).Sample((origin, kind, author, at, nonce, body) =>
        {
            byte[] bytes = new Statement { Origin = origin, Kind = (StatementKind)kind, Author = author, AtMs = at, Nonce = nonce, Body = body }.Encode();
            return Statement.TryDecode(bytes, out Statement? read, out _) && read.Encode().AsSpan().SequenceEqual(bytes)
                && read.Body.Span.SequenceEqual(body) && read.Author == author;
        });

    [Fact]
    public void A_release_reads_back_and_writes_the_same_bytes() =>
        Gen.Select(Id, Code, Gen.Long[0, 1L << 40], Hash, Hash, Gen.Bool).Sample((product, recipient, expires, one, two, onward) =>
        {
            var release = new ReleaseBody
            {
                Product = product,
                Recipient = recipient,
                ExpiresAtMs = expires,
                OpeningsDigest = one,
                TermsDigest = two,
                OnwardGrant = onward ? one : default(ReadOnlyMemory<byte>),
            };
            byte[] bytes = release.Encode();
            return ReleaseBody.TryDecode(bytes, out ReleaseBody? read, out _) && read.Encode().AsSpan().SequenceEqual(bytes);
        });

    [Fact]
    public void A_decision_record_reads_back_and_writes_the_same_bytes() =>
        Gen.Select(Id, Code, Time, Hash, Gen.UShort.Array[0, 20], Gen.Int[1, 4]).Sample((product, recipient, at, digest, indexes, outcome) =>
        {
            byte[] bytes = new DecisionRecord
            {
                Product = product,
                Recipient = recipient,
                AtMs = at,
                LatestMs = outcome % 2 == 0 || at > 253_000_000_000_000 ? 0 : at + 1,
                PolicyDigest = digest,
                RosterDigest = digest,
                Portions = [.. indexes.Distinct().Order().Select(i => new PortionDecision(i, new Decision((Outcome)outcome, ["A", "B"]), i % 2 == 0))],
            }.Encode();
            return DecisionRecord.TryDecode(bytes, out DecisionRecord? read) && read.Encode().AsSpan().SequenceEqual(bytes);
        });

    [Fact]
    public void No_hash_is_shorter_or_longer_than_it_is() => Gen.Int[0, 64].Sample(length => length == 32
        || (!WithdrawnBody.TryDecode(new WireWriter().Bytes(1, new byte[32]).Text(2, "USA").Bytes(3, new byte[length]).ToArray(), out _)
            && !Manifest.TryDecode((new PackageForge().Product.Manifest with { ProductUid = new byte[length] }).Encode(), out _, out _)));

    [Fact]
    public void No_bytes_make_a_codec_throw_and_whatever_is_read_has_one_encoding()
    {
        byte[][] seeds = [new PackageForge().Build(), new PackageForge().Product.ManifestBytes.ToArray(), new PackageForge().Sealed[0].Body.ToArray()];
        Gen<byte[]> mutated = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 3]).Select((seed, at, value, cut) =>
        {
            byte[] bytes = [.. seeds[seed]];
            bytes[at % bytes.Length] = value;
            return bytes[..^cut];
        });
        Gen.OneOf(mutated, Gen.Byte.Array[0, 120]).Sample(
            bytes =>
            (!PortionBody.TryDecode(bytes, out PortionBody? body, out _) || body.Encode().AsSpan().SequenceEqual(bytes))
                && (!Manifest.TryDecode(bytes, out Manifest? manifest, out _) || manifest.Encode().AsSpan().SequenceEqual(bytes))
                && (!Statement.TryDecode(bytes, out Statement? statement, out _) || statement.Encode().AsSpan().SequenceEqual(bytes))
                && (!ReleaseBody.TryDecode(bytes, out ReleaseBody? release, out _) || release.Encode().AsSpan().SequenceEqual(bytes))
                && (!ReleaseTerms.TryDecode(bytes, out ReleaseTerms? terms, out _) || terms.Encode().AsSpan().SequenceEqual(bytes))
                && (!WithdrawnBody.TryDecode(bytes, out WithdrawnBody? withdrawn) || withdrawn.Encode().AsSpan().SequenceEqual(bytes))
                && (!ReceiptBody.TryDecode(bytes, out ReceiptBody? receipt) || receipt.Encode().AsSpan().SequenceEqual(bytes))
                && (!Package.TryDecode(bytes, out Package? package, out _) || package.Encode().AsSpan().SequenceEqual(bytes)),
            iter: 20_000);
    }
}
