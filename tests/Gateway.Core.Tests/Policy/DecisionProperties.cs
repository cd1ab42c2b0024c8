using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using static Gateway.Core.Tests.Policy.InterpreterTests;

namespace Gateway.Core.Tests.Policy;

/// <summary>Promises that hold for every marking, portion, recipient and set of rules.</summary>
public sealed class DecisionProperties
{
    private static readonly string[] Codes = ["USA", "FRA", "SWE", "GBR", "NATO", "FVEY", "JPN"];

    internal static readonly Gen<PartnerCode> Recipient = Gen.Int[0, 3].Select(i => PartnerCode.Of(Codes[i]));

    internal static readonly Gen<string> Rule = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 4], Gen.Int[0, 6], Gen.Int[0, 2]).Select((kind, to, when, outcome) =>
    {
        string field = new[] { "field any", "field class judgement", "field class judgement, factor, metadata", "field topic sanctions" }[(kind + outcome) % 4];
        return kind < 4
            ? Give(
                "",
                field,
                new[] { "to all partners", "to partner FRA, SWE", "to nation GBR", "to coalition NATO", "to coalition FVEY" }[to],
                new[] { "", "when level <= SECRET", "when level <= CONFIDENTIAL", "when region in (MLI, NER)", "when region in partner.regions", "when topic in (sanctions)", "when partner in NATO" }[when],
                new[] { "release", "tear line", "hold" }[outcome])
            : Limit(
                "",
                field,
                new[] { "to all partners", "to partner FRA", "to nation SWE", "to all partners", "to partner GBR, SWE" }[to],
                new[] { "", "when level >= SECRET", "when not level <= CONFIDENTIAL", "when region in (UKR)", "when not region in partner.regions", "when not topic in (sanctions)", "when not partner in NATO" }[when],
                new[] { "withhold", "tear line", "hold" }[outcome]);
    });

    internal static readonly Gen<ParsedMarking> Mark = Gen.Select(
        Gen.Enum<Level>(), Gen.Int[0, 255], Gen.Int[0, 3], Gen.Int[0, 40], Gen.Int[0, 12]).Select((level, list, display, extra, tlp) => new ParsedMarking
        {
            Source = new Marking { Policy = "US", Text = "" },
            Kind = MarkingKind.Portion,
            Level = level,
            LevelWord = "",
            Owners = extra == 1 ? ["GBR"] : extra == 2 ? ["NATO"] : extra == 3 ? ["FRA", "USA"] : ["USA"],
            Joint = extra == 3,
            Fgi = extra == 4 ? new ForeignGovernmentInformation(false, ["GBR"]) : extra == 5 ? new ForeignGovernmentInformation(true, []) : null,
            Controls = extra == 6 ? Controls.RelIdo : extra == 7 ? Controls.Orcon : extra == 8 ? Controls.PropIn : Controls.None,
            ReleasableTo = (list & 128) != 0 ? null : [.. Codes.Where((_, i) => (list & (1 << i)) != 0 || i < 3)],
            DisplayOnly = display == 0 ? ["FRA"] : null,
            Tlp = tlp <= 4 ? (Tlp)tlp : null,
            Canonical = "",
        });

    internal static readonly Gen<(World World, PortionFacts Facts, ParsedMarking Mark, PartnerCode To)> Case = Gen.Select(
        Mark, Rule.Array[0, 6], Recipient, Gen.Int[0, 15], Gen.Int[0, 10], Gen.Int[0, 7]).Select((mark, rules, to, field, luck, regions) =>
        {
            var facts = World.Portion("mark", (FieldClass)(1 + field)) with
            {
                Originator = luck == 0 ? World.Fra : World.Usa,
                Regions = regions < 4 ? ["MLI"] : regions < 6 ? ["MLI", "UKR"] : [],
                Topics = luck % 2 == 0 ? ["sanctions"] : [],
            };
            facts = facts with
            {
                Marking = facts.Marking with { OriginatorList = luck < 8 ? ["FRA", "SWE"] : [], Community = "ewp", NotBeforeMs = luck == 9 ? 1 : 0 },
            };
            World world = Numbered(rules).With(World.Fra, p => p with { TlpCommunities = ["ewp"], Caveats = ["PROPIN"], Regions = ["MLI"] })
                .With(World.Usa, World.Swe, a => a with { Stage = luck % 5, HoldForOfficer = luck == 3 });
            return (Reading(world, mark), facts, mark, to);
        });

    [Fact]
    public void Consent_of_all_owners_adds_a_recipient_and_lifts_nothing_else() => Case.Sample(
        one =>
        {
            (World world, PortionFacts facts, ParsedMarking mark, PartnerCode to) = one;
            ImmutableArray<PartnerCode> owners = PortionOwners.All(facts.Originator, mark);
            MandatoryResult without = world.Mandatory(facts, to);
            MandatoryResult with = world.Mandatory(facts with { Consents = owners }, to);
            foreach ((CheckResult before, CheckResult after) in without.Results.Zip(with.Results))
            {
                Assert.Equal(before.Rule, after.Rule);
                Assert.True(after.Ceiling >= before.Ceiling);
                Assert.True(after.Ceiling == before.Ceiling || after.Rule is RuleIds.Agreement or RuleIds.Releasability or RuleIds.OwnerConsent, after.Rule);
            }

            Assert.True(!mark.Controls.HasFlag(Controls.RelIdo) || with.Ceiling <= Outcome.Hold);
            foreach (PartnerCode owner in owners)
            {
                Assert.Equal(without.Results, world.Mandatory(facts with { Consents = owners.Remove(owner) }, to).Results);
            }
        },
        iter: 1_000);

    [Fact]
    public void Tightening_a_marking_never_raises_an_outcome() => Holds(Case, c =>
    {
        Outcome before = c.World.Decide(c.Facts, c.To).Outcome;
        return Tighter(c.Mark).All(mark => Reading(c.World, mark).Decide(c.Facts, c.To).Outcome <= before)
            && c.World.Decide(c.Facts with { Marking = c.Facts.Marking with { NotBeforeMs = World.Noon.AddDays(1).ToUnixTimeMilliseconds() } }, c.To).Outcome <= before
            && c.World.Decide(c.Facts with { Marking = c.Facts.Marking with { OriginatorList = [] } }, c.To).Outcome <= before;
    });

    [Fact]
    public void Losing_clearance_coalition_or_agreement_never_raises_an_outcome() => Holds(Case, c =>
    {
        Outcome before = c.World.Decide(c.Facts, c.To).Outcome;
        World[] poorer =
        [
            c.World.With(c.To, p => p with { Clearance = Clearance.None }),
            c.World.With(c.To, p => p with { TlpCommunities = [], Caveats = [], Regions = [] }),
            c.World with { Coalitions = [.. c.World.Coalitions.Select(k => k with { Members = [.. k.Members.Where(m => m.Member != c.To)] })] },
            c.World with { Coalitions = [] },
            c.World.Without(World.Usa, c.To),
            c.World.Without(World.Fra, c.To),
            c.World.With(World.Usa, c.To, a => a with { Stage = Math.Max(0, a.Stage - 1) }),
            c.World.With(World.Usa, c.To, a => a with { CeilingFromFirst = Level.Confidential, CeilingFromSecond = Level.Confidential }),
            c.World.With(World.Usa, c.To, a => a with { Purposes = [Purpose.Sanctions] }),
            c.World with { Terms = c.World.Terms with { Expires = World.Noon } },
        ];

        // The policy is read against the full roster: its names must exist, whoever is left in them.
        DecisionContext context = c.World.Context;
        return poorer.All(world => Interpreter.Decide(
            c.Facts, c.To, context with { Roster = world.Roster, Agreements = new Agreements(world.Agreements) }).Outcome <= before);
    });

    [Fact]
    public void A_limit_more_or_a_give_less_never_raises_an_outcome() => Holds(Gen.Select(Case, Rule), x =>
    {
        ((World world, PortionFacts facts, _, PartnerCode to), string rule) = x;
        PolicySet policy = world.Policy;
        Outcome before = world.Decide(facts, to).Outcome;
        ImmutableArray<PolicyFile> extra = Numbered([rule]).Policy.Files.Select(f => f with { Name = "extra", Rules = [.. f.Rules.Select(r => r with { Id = "extra" })] }).ToImmutableArray();
        bool lessGives = policy.Rules.Where(r => r.Kind == RuleKind.Give).All(give =>
            Interpreter.Decide(facts, to, world.Context with { Policy = new PolicySet(policy.Files.Select(f => f with { Rules = f.Rules.Remove(give) })) }).Outcome <= before);
        Outcome after = Interpreter.Decide(facts, to, world.Context with { Policy = new PolicySet([.. policy.Files, .. extra]) }).Outcome;
        return lessGives && (extra[0].Rules[0].Kind == RuleKind.Limit ? after <= before : after >= before);
    });

    [Fact]
    public void What_is_released_passes_every_check_and_some_rule_gives_it() => Holds(Case, c =>
    {
        Explanation why = Interpreter.Explain(c.Facts, c.To, c.World.Context);
        return why.Decision.Outcome != Outcome.Release
            || (why.Mandatory.Ceiling == Outcome.Release && why.Gives.Any(g => g.Outcome == Outcome.Release) && why.Limits.IsEmpty);
    });

    [Fact]
    public void Exactly_those_who_stand_at_the_outcome_are_named() => Holds(Case, c =>
    {
        Explanation why = Interpreter.Explain(c.Facts, c.To, c.World.Context);
        Outcome outcome = why.Decision.Outcome;
        Outcome given = why.Gives.Select(g => g.Outcome).DefaultIfEmpty(Outcome.Withhold).Max();
        IEnumerable<string> expected = why.Mandatory.Results.Where(r => r.Ceiling == outcome && outcome < Outcome.Release).Select(r => r.Rule)
            .Concat(why.Limits.Where(l => l.Outcome == outcome).Select(l => l.Id))
            .Concat(given == outcome ? why.Gives.Where(g => g.Outcome == outcome).Select(g => g.Id).DefaultIfEmpty(RuleIds.NoRule) : []);
        return why.Decision.Rules.Length > 0 && why.Decision.Rules.SequenceEqual(expected.Order(StringComparer.Ordinal));
    });

    [Fact]
    public void The_order_of_rules_and_their_files_never_matters() => Holds(Gen.Select(Case, Gen.Int[0, 6], Gen.Bool), x =>
    {
        ((World world, PortionFacts facts, _, PartnerCode to), int cut, bool reverse) = x;
        PolicyFile file = world.Policy.Files[0];
        IEnumerable<PolicyRule> rules = reverse ? file.Rules.Reverse() : file.Rules;
        var split = new PolicySet([file with { Name = "z", Rules = [.. rules.Take(cut)] }, file with { Name = "a", Rules = [.. rules.Skip(cut)] }]);
        Decision one = world.Decide(facts, to);
        Decision other = Interpreter.Decide(facts, to, world.Context with { Policy = split });
        return one.Outcome == other.Outcome && one.Rules.SequenceEqual(other.Rules);
    });

    [Fact]
    public void No_marking_makes_a_decision_throw_and_none_unread_is_released()
    {
        DecisionContext context = new World().Context;
        Gen<string> text = Gen.OneOf(Gen.String, Gen.OneOf(
            Gen.Const("(S//REL TO USA, FRA)"), Gen.Const("(U)"), Gen.Const("TLP:GREEN"), Gen.Const("SECRET"), Gen.Const("(S//NF)")));
        Gen<string> policy = Gen.OneOf(Gen.String, Gen.Const("US"), Gen.Const("TLP"), Gen.Const("FRA"), Gen.Const(""));
        Gen.Select(text, policy, Gen.String.Array[0, 3], Gen.Long, Gen.Int, Gen.String).Sample(
            (mark, name, list, time, field, region) =>
            {
                var facts = new PortionFacts
                {
                    Originator = World.Usa,
                    FieldClass = (FieldClass)field,
                    Marking = new Marking { Policy = name, Text = mark, ReleasableTo = [.. list], OriginatorList = default, Community = mark, NotBeforeMs = time },
                    Regions = field % 2 == 0 ? default : [region],
                    Topics = default,
                    SealedAt = DateTimeOffset.MinValue,
                };
                Decision decision = Interpreter.Decide(facts, World.Fra, context);
                return decision.Rules.Length > 0
                    && (decision.Outcome == Outcome.Withhold || context.Markings.Read(facts.Marking) is MarkingReading.Readable);
            },
            iter: 3000);
    }

    [Fact]
    public void The_banner_dominates_every_released_portion()
    {
        string[] marks =
        [
            "(U)", "(U//REL TO USA, FRA)", "(C//REL TO USA, FRA, SWE)", "(S//REL TO USA, FRA)", "(S//REL TO USA, NATO)", "(S//NF)", "(S)",
            "(S//REL TO USA, FRA/RELIDO)", "(S//DISPLAY ONLY FRA)", "(U//NF)",
        ];
        World world = new();
        Gen.Select(Gen.Int[0, marks.Length - 1].Array[1, 8], Recipient).Sample(
            (picks, to) =>
            {
                PortionFacts[] released = [.. picks.Select(i => World.Portion(marks[i])).Where(f => world.Decide(f, to).Outcome == Outcome.Release)];
                ParsedMarking[] portions = [.. released.Select(f => ((MarkingReading.Readable)world.Book.Read(f.Marking)).Marking)];
                return portions.Length == 0
                    || (RollUp.Banner(portions, "US", MarkingRegistry.Default) is MarkingReading.Readable banner
                        && portions.All(p => MarkingLattice.Dominates(banner.Marking, p, MarkingRegistry.Default)));
            },
            iter: 500);
    }

    // RELIDO and release lists are no restrictions to add: they are how an originator opens a portion.
    private static IEnumerable<ParsedMarking> Tighter(ParsedMarking mark)
    {
        yield return mark with { Level = mark.Level == Level.TopSecret ? Level.TopSecret : mark.Level + 1 };
        yield return mark with { Controls = mark.Controls | Controls.Orcon };
        yield return mark with { Controls = mark.Controls | Controls.Imcon };
        yield return mark with { Controls = mark.Controls | Controls.NoForn, NationalOnly = ["USA"] };
        yield return mark with { OtherControls = ["LES"] };
        yield return mark with { Fgi = new ForeignGovernmentInformation(true, []) };
        yield return mark with { Tlp = mark.Tlp is null ? Tlp.Clear : mark.Tlp == Tlp.Red ? Tlp.Red : mark.Tlp + 1 };
        foreach (string code in mark.ReleasableTo ?? [])
        {
            yield return mark with { ReleasableTo = mark.ReleasableTo!.Value.Remove(code) };
        }
    }

    internal static World Numbered(string[] rules)
    {
        IEnumerable<string> named = rules.Select((rule, i) => rule
            .Replace("give \n", $"give R-{i}\n", StringComparison.Ordinal)
            .Replace("limit \n", $"limit R-{i}\n", StringComparison.Ordinal));
        return new World() with { Texts = [Head("rules") + string.Concat(named)] };
    }

    private static World Reading(World world, ParsedMarking mark)
    {
        var book = new TestBook();
        book.Stated["mark"] = mark;
        return world with { Book = book };
    }

    private static void Holds<T>(Gen<T> cases, Func<T, bool> property) => cases.Sample(property, iter: 800);
}
