using System.Security.Cryptography;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Policy;
using Gateway.Core.Policy.WhatIf;
using Gateway.Core.Sealing;

namespace Gateway.Benchmarks.World;

/// <summary>What a node holds after years: products of forty portions about ninety countries, in some four thousand classes.</summary>
internal static class BenchCorpus
{
    private const int PortionsEach = 40;
    private const int Countries = 90;

    private static readonly FieldClass[] Classes = [.. Enum.GetValues<FieldClass>().Where(field => field <= FieldClass.Determination)];

    /// <summary>So many portions, the same each time.</summary>
    public static IEnumerable<CorpusPortion> Portions(BenchWorld world, int count)
    {
        CorpusProduct? product = null;
        for (int i = 0; i < count; i++)
        {
            int number = i / PortionsEach, at = i % PortionsEach;
            if (product is null || at == 0)
            {
                byte[] id = SHA256.HashData(BitConverter.GetBytes(number));
                product = new CorpusProduct(
                    ProductId.OfManifest(id), Convert.ToHexStringLower(id), Mode.Actual, DateTimeOffset.FromUnixTimeMilliseconds(world.Now.AddMinutes(-number * 20).ToUnixTimeMilliseconds()));
            }

            string country = $"{(char)('A' + (number % Countries / 26))}{(char)('A' + (number % Countries % 26))}X";
            yield return new CorpusPortion
            {
                Product = product,
                Index = (ushort)at,
                Facts = new PortionFacts
                {
                    Originator = BenchWorld.Usa,
                    FieldClass = Classes[at % Classes.Length],
                    Marking = new Marking { Policy = "US", Text = BenchWorld.Marks[(at + number) % BenchWorld.Marks.Length] },
                    Regions = [country],
                    SealedAt = product.SealedAt,
                },
                Released = at % 3 == 0 ? [BenchWorld.France] : [],
            };
        }
    }
}
