using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Tests.Policy.Generators;

namespace Gateway.Core.Tests.Policy;

/// <summary>
/// What release policy promises, over policies in the real grammar, rosters, agreements, marks of every policy and instants around every boundary.
/// The numbers are those of the promises in docs/policy.md. <see cref="DecisionProperties"/> holds the first six again over readings that
/// no grammar spells.
/// </summary>
public sealed class PolicyProperties
{
    /// <summary>Property 1, of rosters that know every code: one that is unknown is denied, and with it gone its list may be read.</summary>
    [Fact]
    public void A_mark_that_dominates_another_never_gives_more() => Gen.Select(Cases.OfSize(5), Gen.UInt).Sample(
        (one, seed) =>
        {
            var draw = new Draw(seed);
            foreach (PortionFacts facts in one.Portions.Where(facts => one.Context.Markings.Read(facts.Marking) is MarkingReading.Readable))
            {
                foreach (PortionFacts tighter in Tighter(facts, one.Context, draw))
                {
                    NeverMore(one, facts, tighter, one.Context);
                }
            }
        },
        iter: 1_000);

    /// <summary>Property 1.</summary>
    [Fact]
    public void A_later_embargo_or_a_shorter_list_of_the_originator_never_gives_more() => Gen.Select(Cases.Small, Instants.Around).Sample(
        (one, later) =>
        {
            foreach (PortionFacts facts in one.Portions)
            {
                long embargo = Math.Max(facts.Marking.NotBeforeMs, later.ToUnixTimeMilliseconds());
                NeverMore(one, facts, facts with { Marking = facts.Marking with { NotBeforeMs = embargo } }, one.Context);
                NeverMore(one, facts, facts with { Marking = facts.Marking with { OriginatorList = [] } }, one.Context);
            }
        },
        iter: 500);

    /// <summary>Property 2.</summary>
    [Fact]
    public void Who_loses_clearance_membership_or_standing_never_gets_more() => Gen.Select(Cases.Small, Gen.UInt).Sample(
        (one, seed) =>
        {
            var draw = new Draw(seed);
            foreach (Roster poorer in Poorer(one.Context.Roster, draw))
            {
                foreach (PortionFacts facts in one.Portions)
                {
                    NeverMore(one, facts, facts, one.Context with { Roster = poorer });
                }
            }
        },
        iter: 500);

    /// <summary>Property 2. Where two agreements bind a pair, both go: the stricter alone may end, and the other goes on.</summary>
    [Fact]
    public void Who_loses_an_agreement_or_has_a_narrower_one_never_gets_more() => Gen.Select(Cases.Small, Gen.UInt).Sample(
        (one, seed) =>
        {
            var draw = new Draw(seed);
            ImmutableArray<Agreement> all = one.Context.Agreements.All;
            if (all.IsEmpty)
            {
                return;
            }

            Agreement changed = draw.Of(all);
            ImmutableArray<Agreement> without = [.. all.Where(agreement => !agreement.Binds(changed.First, changed.Second))];
            Agreement[] narrower =
            [
                changed with { Stage = Math.Max(0, changed.Stage - 1) },
                changed with { CeilingFromFirst = Level.Unclassified },
                changed with { CeilingFromSecond = Level.Confidential < changed.CeilingFromSecond ? Level.Confidential : changed.CeilingFromSecond },
                changed with { Purposes = changed.Purposes.Remove(Purpose.AtrocityPrevention) },
                changed with { HoldForOfficer = true },
            ];
            foreach (PortionFacts facts in one.Portions)
            {
                foreach (Agreement narrow in narrower)
                {
                    NeverMore(one, facts, facts, one.Context with { Agreements = new Agreements(all.Replace(changed, narrow)) });
                }

                // Grants and consents speak where an owner's agreement is not at hand.
                NeverMore(one, facts with { Grants = [], Consents = [] }, facts with { Grants = [], Consents = [] }, one.Context with { Agreements = new Agreements(without) });
            }
        },
        iter: 500);

    /// <summary>Property 2.</summary>
    [Fact]
    public void Who_is_granted_less_or_has_fewer_consents_never_gets_more() => Cases.Small.Sample(
        one =>
        {
            foreach (PortionFacts facts in one.Portions)
            {
                NeverMore(one, facts, facts with { Grants = [] }, one.Context);
                NeverMore(one, facts, facts with { Consents = [] }, one.Context);
            }
        },
        iter: 500);

    /// <summary>Property 3.</summary>
    [Fact]
    public void A_limit_more_or_a_give_less_never_gives_more() => Cases.Small.SelectMany(one => Policies.Rule("extra", one.Context.Roster).Select(rule => (one, rule))).Sample(
        both =>
        {
            (Case one, string rule) = both;
            PolicySet policy = one.Context.Policy;
            PolicyFile extra = Policies.Read([InterpreterTests.Head("extra") + rule], one.Context.Roster).Files[0];
            var more = new PolicySet(policy.Files.Add(extra));
            foreach (PortionFacts facts in one.Portions)
            {
                (DecisionContext low, DecisionContext high) = extra.Rules[0].Kind == RuleKind.Limit
                    ? (one.Context with { Policy = more }, one.Context)
                    : (one.Context, one.Context with { Policy = more });
                NeverMore(one with { Context = high }, facts, facts, low);
                foreach (PolicyRule give in policy.Rules.Where(given => given.Kind == RuleKind.Give))
                {
                    NeverMore(one, facts, facts, one.Context with { Policy = new PolicySet(policy.Files.Select(file => file with { Rules = file.Rules.Remove(give) })) });
                }
            }
        },
        iter: 300);

    /// <summary>Property 4.</summary>
    [Fact]
    public void What_is_released_passes_every_check_and_a_give_releases_it_and_no_limit_binds_it() => Cases.Any.Sample(
        one => Each(one, (facts, to) =>
        {
            Explanation why = Interpreter.Explain(facts, to, one.Context);
            return why.Decision.Outcome != Outcome.Release
                || (MandatoryChecks.ForRelease(facts, to, one.Context).Ceiling == Outcome.Release
                    && why.Gives.Any(give => give.Outcome == Outcome.Release) && why.Limits.IsEmpty
                    && why.Decision.Rules.SequenceEqual(why.Gives.Where(give => give.Outcome == Outcome.Release).Select(give => give.Id)));
        }),
        iter: 200);

    /// <summary>Property 5.</summary>
    [Fact]
    public void The_order_of_rules_and_how_they_are_split_into_files_never_matter() => Gen.Select(Cases.Small, Gen.UInt).Sample(
        (one, seed) =>
        {
            var draw = new Draw(seed);
            PolicySet split = new(one.Context.Policy.Files.Reverse().SelectMany(file =>
            {
                ImmutableArray<PolicyRule> rules = [.. file.Rules.OrderBy(_ => draw.Below(1_000))];
                int cut = draw.Below(rules.Length + 1);
                return new[] { file with { Name = "z" + file.Name, Rules = rules[..cut] }, file with { Name = "a" + file.Name, Rules = rules[cut..] } };
            }));
            return Each(one, (facts, to) => Same(Interpreter.Decide(facts, to, one.Context), Interpreter.Decide(facts, to, one.Context with { Policy = split })));
        },
        iter: 300);

    /// <summary>Property 6.</summary>
    [Fact]
    public void Arbitrary_marks_words_and_times_never_throw_and_never_release() => Gen.Select(
        Cases.Small, Gen.String, Gen.OneOf(Gen.String, Gen.Int[0, MarkingRegistry.Default.Policies.Length - 1].Select(i => MarkingRegistry.Default.Policies[i])), Gen.String.Array[0, 3], Gen.Long, Gen.Int, Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks]).Sample(
        (one, text, policy, words, embargo, number, ticks) =>
        {
            var odd = new PortionFacts
            {
                Originator = number % 3 == 0 ? default : World.Usa,
                FieldClass = (FieldClass)number,
                Marking = new Marking { Policy = policy, Text = text, ReleasableTo = [.. words], OriginatorList = number % 2 == 0 ? default : [.. words], Community = text, NotBeforeMs = embargo },
                Regions = number % 5 == 0 ? default : [.. words],
                Topics = [.. words],
                SealedAt = new DateTimeOffset(ticks, TimeSpan.Zero),
                Grants = default,
                Consents = number % 2 == 0 ? default : [default, World.Usa],
            };
            DecisionContext context = one.Context with { Now = new DateTimeOffset(DateTimeOffset.MaxValue.UtcTicks - ticks, TimeSpan.Zero) };
            bool readable = context.Markings.Read(odd.Marking) is MarkingReading.Readable;
            foreach (PartnerCode to in one.Everybody.Append(default))
            {
                Decision decision = Interpreter.Decide(odd, to, context);
                Decision approved = Interpreter.Decide(odd, to, context with { HoldApproved = true });
                MandatoryResult local = MandatoryChecks.ForLocalReader(odd, new LocalReader(to, Level.TopSecret, [text]), context);
                Assert.True(readable || (decision.Outcome == Outcome.Withhold && approved.Outcome == Outcome.Withhold && local.Ceiling == Outcome.Withhold));
                Assert.NotEmpty(decision.Rules);

                // A kind of information outside the list, or words of no portion, open nothing either.
                Assert.True(Enum.IsDefined(odd.FieldClass) || decision.Outcome == Outcome.Withhold);
            }
        },
        iter: 1_000);

    /// <summary>Property 7, between interpreter, memo and row.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(129)]
    public void Interpreter_memo_and_row_decide_the_same_for_every_place_in_the_roster(int partners) => Gen.Select(Cases.OfSize(partners), Instants.Around.Array[2, 3]).Sample(
        (one, times) =>
        {
            var memo = new DecisionMemo(one.Context);
            foreach (DateTimeOffset now in times)
            {
                foreach (PortionFacts facts in one.Portions)
                {
                    ClassDecisions row = memo.Of(facts, now);
                    foreach (PartnerCode to in one.Everybody)
                    {
                        Decision expected = Interpreter.Decide(facts, to, one.Context with { Now = now });
                        Assert.True(Same(expected, row.For(to, memo.Place(to))), $"{to}: {expected.Outcome} by {string.Join(' ', expected.Rules)}");
                        Assert.True(Same(expected, memo.Decide(facts, to, now)), $"{to}");
                    }
                }
            }
        },
        iter: partners > 5 ? 12 : 100);

    /// <summary>Property 8.</summary>
    [Fact]
    public void An_explanation_replays_to_the_same_outcome_and_names_exactly_who_decided() => Cases.Small.Sample(
        one => Each(one, (facts, to) =>
        {
            Explanation why = Interpreter.Explain(facts, to, one.Context);
            Outcome given = why.Gives.Select(give => give.Outcome).DefaultIfEmpty(Outcome.Withhold).Max();
            Outcome limited = why.Limits.Select(limit => limit.Outcome).DefaultIfEmpty(Outcome.Release).Min();
            Outcome outcome = new[] { why.Mandatory.Ceiling, given, limited }.Min();
            IEnumerable<string> named = why.Mandatory.Results.Where(check => check.Ceiling == outcome && outcome != Outcome.Release).Select(check => check.Rule)
                .Concat(why.Limits.Where(limit => limit.Outcome == outcome).Select(limit => limit.Id))
                .Concat(given == outcome ? why.Gives.Where(give => give.Outcome == outcome).Select(give => give.Id).DefaultIfEmpty(RuleIds.NoRule) : []);

            // With nothing in the policy but what the explanation shows, the decision is the same.
            var shown = new PolicySet(one.Context.Policy.Files.Select(file => file with { Rules = [.. file.Rules.Where(rule => why.Gives.Contains(rule) || why.Limits.Contains(rule))] }));
            return why.Decision.Outcome == outcome
                && why.Decision.Rules.SequenceEqual(named.Order(StringComparer.Ordinal))
                && Same(why.Decision, Interpreter.Decide(facts, to, one.Context with { Policy = shown }))
                && why.Mandatory.Results.SequenceEqual(MandatoryChecks.ForRelease(facts, to, one.Context).Results);
        }),
        iter: 500);

    /// <summary>Property 9.</summary>
    [Fact]
    public void Between_two_instants_at_which_something_ends_or_begins_no_decision_changes() => Cases.Small.Sample(
        one =>
        {
            var changes = new Changes(one.Context);
            DateTimeOffset[] asked = [.. Enumerable.Range(-4, 9).SelectMany(hour => new[] { -1L, 0, 1 }.Select(tick => World.Noon.AddHours(hour).AddTicks(tick)))];
            foreach (PortionFacts facts in one.Portions)
            {
                foreach (PartnerCode to in one.Everybody)
                {
                    Decision[] decisions = [.. asked.Select(now => Interpreter.Decide(facts, to, one.Context with { Now = now }))];
                    for (int i = 1; i < asked.Length; i++)
                    {
                        bool before = asked[i].UtcTicks < changes.Next(asked[i - 1], facts.Marking.NotBeforeMs);
                        Assert.True(!before || Same(decisions[i - 1], decisions[i]), $"{to} at {asked[i]:O}");
                    }
                }
            }
        },
        iter: 200);

    /// <summary>Property 9: what a later instant opened is not found at an earlier one.</summary>
    [Fact]
    public void A_clock_that_runs_back_gets_what_the_rules_say_at_the_earlier_instant() => Gen.Select(Cases.Small, Instants.Around, Instants.Around).Sample(
        (one, first, second) =>
        {
            var memo = new DecisionMemo(one.Context);
            (DateTimeOffset earlier, DateTimeOffset later) = first <= second ? (first, second) : (second, first);
            return Each(one, (facts, to) =>
            {
                memo.Decide(facts, to, later);
                return Same(Interpreter.Decide(facts, to, one.Context with { Now = earlier }), memo.Decide(facts, to, earlier));
            });
        },
        iter: 300);

    private static void NeverMore(Case one, PortionFacts before, PortionFacts after, DecisionContext poorer)
    {
        foreach (PartnerCode to in one.Everybody)
        {
            Decision was = Interpreter.Decide(before, to, one.Context);
            Decision now = Interpreter.Decide(after, to, poorer);
            Assert.True(
                now.Outcome <= was.Outcome,
                $"{to}: {before.Marking.Policy} {before.Marking.Text} {was.Outcome} by {string.Join(' ', was.Rules)}; {after.Marking.Text} {now.Outcome} by {string.Join(' ', now.Rules)}");
        }
    }

    private static bool Each(Case one, Func<PortionFacts, PartnerCode, bool> holds) => one.Portions.All(facts => one.Edges.All(to => holds(facts, to)));

    private static bool Same(Decision one, Decision other) => one.Outcome == other.Outcome && one.Rules.SequenceEqual(other.Rules);

    // RELIDO and FOUO have no place in the order of restriction: the first lets an officer widen, the second yields to classification. A list says
    // more than whom the order has it open to: to a light above CLEAR it names the recipients, to information of others it is their consent. There
    // only a part of the same list is compared with it. Joint owners and owners of what is inside are asked differently,
    // and owners' consent adds to a list but not to a national-only mark.
    private static IEnumerable<PortionFacts> Tighter(PortionFacts facts, DecisionContext context, Draw draw)
    {
        const Controls Outside = Controls.RelIdo | Controls.Fouo;
        ParsedMarking mark = GeneratedMarks.Parsed(facts.Marking);
        LatticePoint point = Point(mark, facts, context);
        ImmutableArray<Marking> candidates = GeneratedMarks.ByPolicy.Single(marks => marks[0].Policy == facts.Marking.Policy);
        for (int i = 0; i < 40; i++)
        {
            Marking other = draw.Of(candidates) with { OriginatorList = facts.Marking.OriginatorList, NotBeforeMs = facts.Marking.NotBeforeMs, Community = facts.Marking.Community };
            ParsedMarking parsed = GeneratedMarks.Parsed(other);
            bool comparable = (parsed.Controls & Outside) == (mark.Controls & Outside) && parsed.Joint == mark.Joint && mark.Owners.All(parsed.Owners.Contains)
                && (mark.NationalOnly is null || parsed.NationalOnly is not null)
                && (mark.DisplayOnly is null || parsed.DisplayOnly is not null || facts.Consents.IsDefaultOrEmpty) // owners consent to a list, never to a copy of what is for display
                && ((IsPlain(mark, facts.Originator) && IsPlain(parsed, facts.Originator)) || IsPart(parsed.ReleasableTo, mark.ReleasableTo));
            if (comparable && Point(parsed, facts, context).Dominates(point))
            {
                yield return facts with { Marking = other };
            }
        }
    }

    private static bool IsPlain(ParsedMarking mark, PartnerCode originator) =>
        (mark.Tlp is null or Tlp.Clear) && (mark.Controls & Controls.RelIdo) == Controls.None && PortionOwners.All(originator, mark).Length == 1;

    private static bool IsPart(ImmutableArray<string>? part, ImmutableArray<string>? whole) =>
        part is null || whole is null ? part is null && whole is null : part.Value.All(whole.Value.Contains);

    private static LatticePoint Point(ParsedMarking mark, PortionFacts facts, DecisionContext context) => MarkingLattice.Of(
        mark,
        text => context.Markings.StandsForMembers(text) && PartnerCode.TryParse(text, out PartnerCode code) ? context.Roster.Expand(code, facts.SealedAt, context.Now).Select(member => member.Value).Append(text).Distinct() : [text]);

    private static IEnumerable<Roster> Poorer(Roster roster, Draw draw)
    {
        Partner loser = draw.Of(roster.Partners);
        yield return Changed(roster, loser with { Clearance = Clearance.None });
        yield return Changed(roster, loser with { Clearance = loser.Clearance with { Default = loser.Clearance.Default == Level.Unclassified ? Level.Unclassified : loser.Clearance.Default - 1 } });
        yield return Changed(roster, loser with { Caveats = [] });
        yield return Changed(roster, loser with { TlpCommunities = [] });
        yield return Changed(roster, loser with { Regions = [] });
        yield return new Roster(roster.Terms, roster.Partners, roster.Coalitions.Select(coalition => coalition with { Members = [.. coalition.Members.Where(member => member.Member != loser.Code)] }));
        yield return new Roster(roster.Terms, roster.Partners, roster.Coalitions.Remove(draw.Of(roster.Coalitions)));
        yield return new Roster(roster.Terms, roster.Partners.Remove(loser), roster.Coalitions);
        yield return new Roster(roster.Terms with { Expires = World.Noon.AddDays(-1) }, roster.Partners, roster.Coalitions);
    }

    private static Roster Changed(Roster roster, Partner partner) => new(
        roster.Terms, roster.Partners.Select(known => known.Code == partner.Code ? partner : known), roster.Coalitions);
}
