using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>Decides every class for every partner under two contexts, and gathers what differs. Used once.</summary>
internal sealed class CorpusDecider
{
    private readonly CorpusIndex _corpus;
    private readonly Side _before;
    private readonly Side _after;
    private readonly ImmutableArray<PartnerCode> _partners;
    private readonly bool[][] _holds;
    private readonly long[] _eras;
    private readonly DiffTally _tally;

    public CorpusDecider(CorpusIndex corpus, DecisionContext before, DecisionContext after)
    {
        _corpus = corpus;
        _before = new Side(before);
        _after = new Side(after);
        _partners =
        [
            .. before.Roster.Partners.Concat(after.Roster.Partners).Select(partner => partner.Code).Distinct()
                .Where(code => code != corpus.Holder).Order(),
        ];
        _holds = [.. _partners.Select(partner => corpus.Released.Select(set => set.Contains(partner)).ToArray())];

        // Between two changes of any membership a time of sealing means the same.
        _eras =
        [
            .. before.Roster.Coalitions.Concat(after.Roster.Coalitions)
                .SelectMany(coalition => coalition.Members)
                .SelectMany(period => new[] { period.From.UtcTicks, (period.Until ?? DateTimeOffset.MaxValue).UtcTicks })
                .Distinct().Order(),
        ];
        _tally = new DiffTally(corpus);
    }

    public PolicyDiff Run()
    {
        foreach (CorpusClass found in _corpus.Classes)
        {
            for (int start = 0; start < found.Entries.Length;)
            {
                int end = EndOfEra(found.Entries, start);
                Compare(found, start, end);
                start = end;
            }
        }

        return new PolicyDiff
        {
            CorpusRoot = _corpus.Root,
            Before = _before.Context.Policy.Digest,
            After = _after.Context.Policy.Digest,
            Portions = _corpus.Portions,
            Classes = _corpus.Classes.Length,
            Partners = _partners.Length,
            Gains = _tally.Rows(gains: true),
            Losses = _tally.Rows(gains: false),
        };
    }

    private void Compare(CorpusClass found, int start, int end)
    {
        DateTimeOffset sealedAt = _corpus.Products[found.Entries[start].Product].SealedAt;
        Verdicts before = _before.Of(found, sealedAt), after = _after.Of(found, sealedAt);
        for (int i = 0; i < _partners.Length; i++)
        {
            PartnerCode partner = _partners[i];
            if (!found.Recipients.IsDefaultOrEmpty && !found.Recipients.Contains(partner))
            {
                continue;
            }

            Decision was = before.For(partner), becomes = after.For(partner);
            if (was.Outcome != becomes.Outcome)
            {
                _tally.Add(partner, was, becomes, found.Entries.AsSpan()[start..end], _holds[i]);
            }
        }
    }

    /// <summary>Where the entries end that were sealed in the era of the first: they ascend by time of sealing.</summary>
    private int EndOfEra(ImmutableArray<CorpusEntry> entries, int start)
    {
        long sealedAt = SealedAt(entries[start]);
        int at = Array.BinarySearch(_eras, sealedAt);
        int next = at >= 0 ? at + 1 : ~at;
        if (next == _eras.Length || SealedAt(entries[^1]) < _eras[next])
        {
            return entries.Length;
        }

        int low = start + 1, high = entries.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = SealedAt(entries[middle]) < _eras[next] ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private long SealedAt(CorpusEntry entry) => _corpus.Products[entry.Product].SealedAt.UtcTicks;

    /// <summary>One of the two contexts.</summary>
    private sealed class Side(DecisionContext context)
    {
        private readonly DecisionMemo _memo = new(context);

        public DecisionContext Context => context;

        public Verdicts Of(CorpusClass found, DateTimeOffset sealedAt)
        {
            PortionFacts facts = found.Facts with { SealedAt = sealedAt };

            // What owners consented to stands for one partner and is not remembered by class.
            bool plain = found.Facts.Consents.IsDefaultOrEmpty;
            return new Verdicts(
                context,
                _memo,
                [facts, .. found.Floors.Select(floor => facts with { Marking = floor })],
                plain ? [_memo.Of(facts, context.Now), .. found.Floors.Select(floor => _memo.Of(facts with { Marking = floor }, context.Now))] : []);
        }
    }

    /// <summary>What is decided about a class under one context: the lowest under its own marking and each floor.</summary>
    private readonly struct Verdicts(DecisionContext context, DecisionMemo memo, PortionFacts[] facts, ClassDecisions[] known)
    {
        public Decision For(PartnerCode partner)
        {
            int place = memo.Place(partner);
            Decision? lowest = null;
            for (int i = 0; i < facts.Length; i++)
            {
                Decision decision = known.Length > 0 ? known[i].For(partner, place) : Interpreter.Decide(facts[i], partner, context);
                lowest = lowest is null || decision.Outcome < lowest.Outcome ? decision : lowest;
            }

            return lowest!;
        }
    }
}
