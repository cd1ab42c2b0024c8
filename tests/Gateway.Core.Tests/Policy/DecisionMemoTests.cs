using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Core.Tests.Policy;

/// <summary>What is remembered is what the interpreter says: for any rules, portions and partners, at any instant, in any order.</summary>
public sealed class DecisionMemoTests
{
    // Few and close together, so that memberships, agreements, rules, embargoes, sealings and questions meet at the same instants.
    private static readonly Gen<DateTimeOffset> Instant = Gen.Select(Gen.Int[-3, 3], Gen.Int[-1, 1]).Select((hours, ticks) => World.Noon.AddHours(hours).AddTicks(ticks));

    private static readonly Gen<Membership> Member = Gen.Select(DecisionProperties.Recipient, Instant, Instant, Gen.Bool)
        .Select((who, from, until, ends) => new Membership(who, from, ends ? until : null));

    private static readonly Gen<World> Groups = Gen.Select(Member.Array[0, 4], Member.Array[0, 4]).Select((fvey, nato) => new World() with
    {
        Coalitions = [new(PartnerCode.Of("FVEY"), [.. fvey]), new(PartnerCode.Of("NATO"), [.. nato])],
    });

    private static readonly Gen<(DecisionContext Context, ParsedMarking[] Marks)> Case = Gen.Select(
        Groups, DecisionProperties.Rule.Array[0, 6], Gen.Select(Instant, Instant, Gen.Bool).Array[6], Gen.Select(Instant, Instant).Array[6], Instant, DecisionProperties.Mark.Array[2])
        .Select((groups, texts, ruleTimes, agreementTimes, expires, marks) => (Context(groups, texts, ruleTimes, agreementTimes, expires), marks));

    private static readonly Gen<PortionFacts> Portion = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 11], Instant, Gen.Bool).Select((mark, kind, embargo, embargoed) => new PortionFacts
    {
        Originator = kind == 0 ? World.Fra : World.Usa,
        FieldClass = kind % 2 == 0 ? FieldClass.Judgement : FieldClass.Factor,
        Marking = new Marking
        {
            Policy = "US",
            Text = $"mark {mark}",
            OriginatorList = kind < 6 ? ["FRA", "SWE"] : [],
            Community = "ewp",
            NotBeforeMs = embargoed ? embargo.ToUnixTimeMilliseconds() : 0,
        },
        Regions = kind < 8 ? ["MLI"] : ["MLI", "UKR"],
        Topics = kind % 3 == 0 ? ["sanctions"] : [],
        Grants = kind == 0 ? [World.Swe] : [],
        SealedAt = World.Noon,
    });

    // Of few portions, sealed at many times: so most questions are about a class that is known by then.
    private static readonly Gen<(int Portion, PartnerCode To, DateTimeOffset SealedAt, DateTimeOffset At)> Question =
        Gen.Select(Gen.Int[0, 1], DecisionProperties.Recipient, Instant, Instant);

    [Fact]
    public void What_is_remembered_is_what_the_interpreter_says() => Gen.Select(Case, Portion.Array[2], Question.Array[40]).Sample(
        (world, portions, questions) =>
        {
            DecisionContext context = world.Context with { Markings = Book(world.Marks) };
            var memo = new DecisionMemo(context);

            // Twice: the second time much of it is remembered. In the order drawn, so time also runs back.
            return questions.Concat(questions).All(question =>
            {
                PortionFacts facts = portions[question.Portion] with { SealedAt = question.SealedAt };
                Decision expected = Interpreter.Decide(facts, question.To, context with { Now = question.At });
                Decision known = memo.Decide(facts, question.To, question.At);
                return known.Outcome == expected.Outcome && known.Rules.SequenceEqual(expected.Rules);
            });
        },
        iter: 1_000);

    [Fact]
    public void Equal_decisions_are_one_object()
    {
        var memo = new DecisionMemo(new World().Context);
        Assert.Same(
            memo.Decide(World.Portion("(U)"), World.Fra, World.Noon),
            memo.Decide(World.Portion("(U)", FieldClass.Factor) with { Topics = ["sanctions"] }, World.Swe, World.Noon.AddHours(1)));
    }

    [Fact]
    public void A_portion_is_decided_once_for_a_partner()
    {
        var book = new CountingBook();
        var memo = new DecisionMemo(new World().Context with { Markings = book });
        memo.Decide(World.Portion("(S//REL TO USA, FRA)"), World.Fra, World.Noon);
        int read = book.Read;

        memo.Decide(World.Portion("(S//REL TO USA, FRA)"), World.Fra, World.Noon.AddDays(1));

        Assert.Equal(read, book.Read);
    }

    [Fact]
    public void A_clock_that_runs_back_finds_nothing_that_was_decided_later()
    {
        var book = new CountingBook();
        var memo = new DecisionMemo(new World().Context with { Markings = book });
        memo.Decide(World.Portion("(S//REL TO USA, FRA)"), World.Fra, World.Noon);
        int read = book.Read;

        memo.Decide(World.Portion("(S//REL TO USA, FRA)"), World.Fra, World.Noon.AddTicks(-1));

        Assert.True(book.Read > read);
    }

    [Fact]
    public void More_classes_than_are_kept_are_decided_all_the_same()
    {
        World world = new();
        DecisionContext context = world.Context;
        var memo = new DecisionMemo(context);
        for (int i = 0; i < 10_000; i++)
        {
            PortionFacts facts = World.Portion("(S//REL TO USA, FRA)") with { Topics = [$"topic-{i}"] };
            Assert.Equal(Outcome.Release, memo.Decide(facts, World.Fra, World.Noon).Outcome);
        }
    }

    [Fact]
    public void Many_threads_get_the_interpreters_answers()
    {
        DecisionContext context = new World().Context;
        var memo = new DecisionMemo(context);
        string[] marks = ["(U)", "(C//REL TO USA, FRA, SWE)", "(S//REL TO USA, FRA)", "(S//REL TO USA, NATO)", "(S//NF)"];
        Parallel.For(0, 20_000, i =>
        {
            PortionFacts facts = World.Portion(marks[i % marks.Length]);
            PartnerCode to = i % 2 == 0 ? World.Fra : World.Swe;
            DateTimeOffset at = World.Noon.AddYears((i % 7) - 3);
            Assert.Equal(Interpreter.Decide(facts, to, context with { Now = at }).Outcome, memo.Decide(facts, to, at).Outcome);
        });
    }

    private static DecisionContext Context(
        World world, string[] texts, (DateTimeOffset From, DateTimeOffset Until, bool Ends)[] ruleTimes, (DateTimeOffset From, DateTimeOffset Until)[] agreementTimes, DateTimeOffset expires)
    {
        World bent = DecisionProperties.Numbered(texts)
            .With(World.Fra, p => p with { TlpCommunities = ["ewp"], Caveats = ["PROPIN"], Regions = ["MLI"] });
        ImmutableArray<PolicyFile> files = bent.Policy.Files;
        PolicyRule[] rules = [.. files[0].Rules.Select((rule, i) => rule with
        {
            Effective = ruleTimes[i].From,
            Until = ruleTimes[i].Ends ? ruleTimes[i].Until : null,
        })];

        // Half of the agreements end within the hours that are asked about.
        Agreement[] agreements = [.. bent.Agreements.Select((agreement, i) => i % 2 == 0 ? agreement : agreement with { ValidFrom = agreementTimes[i].From, ValidUntil = agreementTimes[i].Until })];
        return bent.Context with
        {
            Roster = (bent with { Coalitions = world.Coalitions, Terms = bent.Terms with { Expires = expires.AddHours(2) } }).Roster,
            Agreements = new Agreements(agreements),
            Policy = new PolicySet([files[0] with { Rules = [.. rules] }]),
        };
    }

    private static TestBook Book(ParsedMarking[] marks)
    {
        var book = new TestBook();
        for (int i = 0; i < marks.Length; i++)
        {
            book.Stated[$"mark {i}"] = marks[i];
        }

        return book;
    }

    private sealed class CountingBook : IMarkingBook
    {
        public int Read { get; private set; }

        MarkingReading IMarkingBook.Read(Marking marking)
        {
            Read++;
            return MarkingBook.Default.Read(marking);
        }

        public Level ReceiveAs(PartnerCode owner, Level level, PartnerCode recipient) => MarkingBook.Default.ReceiveAs(owner, level, recipient);

        public bool StandsForMembers(string code) => MarkingBook.Default.StandsForMembers(code);
    }
}
