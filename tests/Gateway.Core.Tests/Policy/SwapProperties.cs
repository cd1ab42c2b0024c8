using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Policy.Generators;
using Gateway.Core.Tests.Releasing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.Policy;

/// <summary>What a node decides while its policy changes, and what it puts over what is released.</summary>
public sealed class SwapProperties
{
    private static readonly Gen<PolicySet> Policy = Policies.For(Parties.Roster);

    /// <summary>Property 13, at one gate: publications run while another thread swaps two policies.</summary>
    [Fact]
    public Task While_the_policy_is_swapped_each_decision_is_that_of_the_one_version_it_names() => Gen.Select(Policy, Policy).SampleAsync(
        async (first, second) =>
        {
            await using var node = new TestNode(Parties.Fra);
            NodeModel[] versions = [node.Model with { Policy = first }, node.Model with { Policy = second }];
            node.Model = versions[0];
            using var done = new CancellationTokenSource();
            var swapping = Task.Run(() =>
            {
                for (int i = 0; !done.IsCancellationRequested; i++)
                {
                    node.Model = versions[i % 2];
                }
            });
            SealedProduct[] products = [.. Enumerable.Range(0, 6).Select(_ => node.Seal())];
            await Task.WhenAll(products.Select(product => node.PublishAsync(product)));
            await done.CancelAsync();
            await swapping;

            foreach (SealedProduct product in products)
            {
                DecisionRow[] rows = [.. node.Store.Read.Decisions(product.Id)];
                Assert.Equal(3, rows.Length);
                DecisionRecord[] records = [.. rows.Select(row => DecisionRecord.TryDecode(row.Record.Span, out DecisionRecord? record) ? record : throw new FormatException())];
                Assert.Single(records.Select(record => Convert.ToHexString(record.PolicyDigest.Span)).Distinct());
                foreach (DecisionRecord record in records)
                {
                    NodeModel version = versions.First(model => record.PolicyDigest.Span.SequenceEqual(model.PolicyDigest));
                    Ruling expected = Decider.Decide(product, record.Recipient, version, DateTimeOffset.FromUnixTimeMilliseconds(record.AtMs));
                    Assert.Equal(
                        expected.Portions.Select(portion => (portion.Index, portion.Decision.Outcome, string.Join(' ', portion.Decision.Rules))),
                        record.Portions.Select(portion => (portion.Index, portion.Decision.Outcome, string.Join(' ', portion.Decision.Rules))));
                }
            }
        },
        iter: 10);

    /// <summary>Property 11, over every policy of marks, and what a gate writes over what it opens.</summary>
    [Fact]
    public void The_banner_dominates_every_released_portion() => Cases.Published.Sample(
        one =>
        {
            foreach (PartnerCode to in one.Everybody)
            {
                ParsedMarking[] released =
                    [.. one.Portions.Where(facts => Interpreter.Decide(facts, to, one.Context).Outcome == Outcome.Release).Select(facts => GeneratedMarks.Parsed(facts.Marking))];
                foreach (string policy in released.Select(mark => mark.Source.Policy).Distinct())
                {
                    if (RollUp.Banner(released, policy, MarkingRegistry.Default) is MarkingReading.Readable banner)
                    {
                        Assert.All(released, mark => Assert.True(MarkingLattice.Dominates(banner.Marking, mark, MarkingRegistry.Default), $"{banner.Marking.Canonical} over {mark.Canonical}"));
                    }
                }
            }
        },
        iter: 1_000);
}
