using System.Security.Cryptography;
using CsCheck;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Sealing;

/// <summary>What is hashed together is what the platform hashes one by one.</summary>
public sealed class HashLanesTests
{
    [Fact]
    public void Messages_of_every_length_and_number_hash_as_the_platform_hashes_them()
    {
        var random = new Random(20261130);
        for (int length = 1; length <= 300; length++)
        {
            foreach (int count in (int[])[1, 2, 7, 8, 9, 30])
            {
                var messages = new byte[count * length];
                random.NextBytes(messages);
                AssertHashes(messages, length);
            }
        }
    }

    [Fact]
    public void Long_messages_hash_as_the_platform_hashes_them() => Gen.Select(Gen.Int[1, 20], Gen.Int[300, 6_000], Gen.Byte).Sample((count, length, first) =>
    {
        var messages = new byte[count * length];
        new Random(first).NextBytes(messages);
        AssertHashes(messages, length);
    });

    [Fact]
    public void A_batch_gives_each_message_its_own_hash_whatever_lengths_it_has() => Gen.Byte.Array[1, 150].Array[0, 40].Sample(messages =>
    {
        var batch = new HashBatch();
        for (int i = 0; i < messages.Length; i++)
        {
            int half = messages[i].Length / 2, quarter = half / 2;
            Assert.Equal(i, batch.Add(messages[i].AsSpan(0, quarter), messages[i].AsSpan(quarter, half - quarter), default, messages[i].AsSpan(half)));
        }

        batch.Hash();
        return messages.Select((message, i) => batch[i].Span.SequenceEqual(SHA256.HashData(message))).All(same => same);
    });

    [Fact]
    public void Salts_of_many_releases_are_those_of_each() => Gen.Byte.Array[32].Array[1, 40].Sample(seeds =>
    {
        var batch = new ReleaseSaltBatch(seeds.SelectMany(seed => seed).ToArray());
        return seeds.Select((seed, i) =>
        {
            var alone = new ReleaseSalts(seed);
            return batch.Openings(i).Span.SequenceEqual(alone.Openings) && batch.Terms(i).Span.SequenceEqual(alone.Terms) && batch.Record(i).Span.SequenceEqual(alone.Record);
        }).All(same => same);
    });

    private static void AssertHashes(byte[] messages, int length)
    {
        int count = messages.Length / length;
        var hashes = new byte[count * 32];
        HashLanes.Hash(messages, length, hashes);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(SHA256.HashData(messages.AsSpan(i * length, length)), hashes.AsSpan(i * 32, 32).ToArray());
        }
    }
}
