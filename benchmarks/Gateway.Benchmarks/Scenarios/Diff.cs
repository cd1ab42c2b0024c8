using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using Gateway.Benchmarks.World;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.WhatIf;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>
/// A policy change over all that a node holds, in portions a second: by class against the loop over portions and partners, which is taken over a
/// part (it needs minutes for the whole). And what reading the exported index costs, against hashing its bytes.
/// </summary>
internal static class Diff
{
    private const int NaivePortions = 500;

    public static IEnumerable<Result> Run(BenchWorld world, Pace pace)
    {
        CorpusPortion[] some = [.. BenchCorpus.Portions(world, Math.Min(NaivePortions, pace.Stored))];
        var corpus = CorpusIndex.Of(BenchWorld.Usa, BenchCorpus.Portions(world, pace.Stored));
        DecisionContext before = world.Model.At(world.Now), after = before with { Policy = world.Changed() };
        var diff = PolicyDiff.Between(corpus, before, after);
        if (diff.Gains.IsEmpty || diff.Losses.IsEmpty)
        {
            throw new InvalidOperationException("The change gives and takes.");
        }

        yield return Contest.Run(
            $"diff, {pace.Stored / 1000:N0}k portions",
            new Gate(1_000_000, 0, "each class is decided twice, and each of its portions is counted"),
            () => Rate(pace.Stored, () => PolicyDiff.Between(corpus, before, after)),
            () => Rate(some.Length, () => Naive(some, before, after)),
            pace.Turns);
        byte[] file = CorpusIndexWriter.Write(corpus);
        yield return Contest.Run(
            $"read the index ({file.Length / 1_000_000} MB)",
            gate: null,
            () => Rate(pace.Stored, () => Require(CorpusIndexReader.TryRead(file, out _, out ImmutableArray<CorpusIndexError> _))),
            () => Rate(pace.Stored, () => SHA256.HashData(file)),
            pace.Turns);
    }

    // Each portion for each partner, twice, as one would write it first.
    private static long Naive(CorpusPortion[] portions, DecisionContext before, DecisionContext after)
    {
        long changes = 0;
        foreach (CorpusPortion portion in portions)
        {
            foreach (PartnerCode partner in before.Roster.Partners.Select(partner => partner.Code))
            {
                changes += Interpreter.Decide(portion.Facts, partner, before).Outcome != Interpreter.Decide(portion.Facts, partner, after).Outcome ? 1 : 0;
            }
        }

        return changes;
    }

    private static double Rate(int portions, Action operation)
    {
        long start = Stopwatch.GetTimestamp();
        operation();
        return portions / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Rate<T>(int portions, Func<T> operation) => Rate(portions, () => { _ = operation(); });

    private static void Require(bool read)
    {
        if (!read)
        {
            throw new InvalidOperationException("Our own index reads.");
        }
    }
}
