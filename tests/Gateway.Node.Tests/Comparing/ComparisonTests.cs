using System.Collections.Immutable;
using Gateway.Core.Assessments.Comparing;
using Gateway.Core.Markings;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Comparing;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Node.Tests.Federation;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using CoreMode = Gateway.Core.Sealing.Mode;
using IntervalRelation = Gateway.Protocol.V1.IntervalRelation;
using Mode = Gateway.Protocol.V1.Mode;
using NoticeAction = Gateway.Core.Sealing.NoticeAction;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Node.Tests.Comparing;

/// <summary>Comparisons at real nodes: what a caller gets is made of what the caller may see, and of nothing else.</summary>
public sealed class ComparisonTests : IAsyncDisposable
{
    private const string ForAll = "(U//REL TO USA, FRA, SWE)";
    private static readonly LocalCaller Reader = new("reader@test", Role.Ministry, Level.Secret, "TEST");
    private static readonly LocalCaller Cleared = new("cleared@test", Role.Ministry, Level.TopSecret, "TEST");
    private readonly NodeFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task Three_partners_with_three_scales_are_compared_at_the_third_as_worked_by_hand()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        await Submit(usa, Judged("MLI", "icd203", "very unlikely"));
        await Submit(swe, Judged("MLI", "ajp21", "unlikely", "TLP:CLEAR"));
        await Submit(fra, Judged("MLI", "phia", "remote chance", "TLP:CLEAR"));
        await new Line(usa, fra).RunAsync();
        await new Line(swe, fra).RunAsync();

        SubjectComparison mali = Assert.Single(Compare(fra, Reader));
        Assert.Equal(["FRA remote chance", "SWE unlikely", "USA very unlikely"], mali.Voices.Select(voice => $"{voice.Originator} {voice.Likelihood.Term}"));

        // [0, 5] and [10, 40): five points apart. [0, 5] and [5, 20): 5 % is in both. [10, 40) and [5, 20): 10 to 20 % are in both.
        Assert.Equal(
            [(0u, 1u, IntervalRelation.Diverge, 5.0), (0u, 2u, IntervalRelation.Overlap, 0.0), (1u, 2u, IntervalRelation.Overlap, 0.0)],
            mali.Pairs.Select(pair => (pair.One, pair.Other, pair.Relation, pair.GapPoints)));
        Assert.Equal([ScaleVerification.Partly, ScaleVerification.Unverified, ScaleVerification.Verified], mali.Voices.Select(voice => voice.Interval.Verification));
        Assert.Empty(mali.NothingToSee);
        Assert.Equal((1u, 2u), (mali.Diverge, mali.Overlap));
    }

    [Fact]
    public async Task An_answer_does_not_change_by_a_byte_when_products_come_that_are_withheld_from_the_caller()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        var comparisons = new Comparisons(usa, new HoldingsIndex(usa));
        // Nobody else holds it, so nobody is told when a newer edition comes: not even a notice may show.
        byte[] lineage = (await Submit(usa, Judged("MLI", "icd203", "unlikely", "(C//NF)"))).LineageId.ToByteArray();
        await Submit(usa, Judged("TCD", "icd203", "likely"));
        byte[] before = Bytes(comparisons, Reader), beforeCleared = Bytes(comparisons, Cleared);

        await Submit(usa, Judged("MLI", "phia", "likely", "(TS//NF)"), lineage);
        await Submit(usa, Judged("SDN", "phia", "almost certain", "(TS//NF)"));
        await Submit(usa, Judged("MLI", "x-unknown", "who knows", "(TS//NF)"));
        Assert.Equal(before, Bytes(comparisons, Reader));
        Assert.NotEqual(beforeCleared, Bytes(comparisons, Cleared));
    }

    [Fact]
    public async Task An_answer_does_not_change_when_portions_differ_that_are_withheld_from_the_caller()
    {
        var random = new Random(11);
        string[] answers = new string[6], cleared = new string[answers.Length];
        for (int i = 0; i < answers.Length; i++)
        {
            await using var folders = new NodeFolders();
            await using NodeState usa = await folders.OpenAsync("USA");
            RiskAssessment shown = Judged("MLI", "icd203", "unlikely");
            AddWithheld(shown, random, i);
            await Submit(usa, shown);
            answers[i] = Text(usa, Reader);
            cleared[i] = Text(usa, Cleared);
        }

        Assert.Single(answers.Distinct());
        Assert.True(cleared.Distinct().Count() > 1, "whoever is cleared sees the difference");

        static string Text(NodeState node, LocalCaller caller) => string.Join('\n', Compare(node, caller).Select(Anonymous));
    }

    [Fact]
    public async Task Modes_are_answered_apart()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, Judged("MLI", "icd203", "unlikely"));
        await Submit(usa, Judged("TCD", "icd203", "unlikely", mode: Mode.Actual));
        Assert.Equal("MLI", Assert.Single(Compare(usa, Reader)).Iso3);
        Assert.Equal("TCD", Assert.Single(Compare(usa, Reader, CoreMode.Actual)).Iso3);
        Assert.Empty(Compare(usa, Reader, CoreMode.Test));
    }

    [Fact]
    public async Task A_restart_changes_no_answer()
    {
        string before;
        await using (NodeState usa = await _folders.OpenAsync("USA"))
        {
            await Submit(usa, Judged("MLI", "icd203", "unlikely"));
            await Submit(usa, Judged("TCD", "phia", "unlikely"));
            before = string.Join('\n', Compare(usa, Reader));
        }

        await using NodeState again = await _folders.OpenAsync("USA");
        Assert.Equal(before, string.Join('\n', Compare(again, Reader)));
    }

    [Fact]
    public async Task What_was_recalled_corrected_or_superseded_takes_no_part_here_and_at_partners()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var line = new Line(usa, fra);
        Comparisons[] both = [new(usa, new HoldingsIndex(usa)), new(fra, new HoldingsIndex(fra))];
        foreach (NoticeAction action in (NoticeAction[])[NoticeAction.Recall, NoticeAction.Correction, NoticeAction.Supersession])
        {
            ProductId product = Id(await Submit(usa, Judged("MLI", "icd203", "unlikely")));
            await line.RunAsync();
            Assert.All(both, comparisons => Assert.Single(comparisons.Compare(Reader, CoreMode.Exercise, new ComparisonQuery()).Parts));
            await usa.Gate.Notices.IssueAsync(new NoticeOrder(product, action, [], null, "", "officer@test"), Cancellation);
            await line.RunAsync();
            Assert.All(both, comparisons => Assert.Empty(comparisons.Compare(Reader, CoreMode.Exercise, new ComparisonQuery()).Parts));
        }

        Assert.Equal([(LeftOutReason.Replaced, 2u)], both[1].Compare(Reader, CoreMode.Exercise, new ComparisonQuery()).Overview.LeftOut.Select(one => (one.Reason, one.Count)));
    }

    [Fact]
    public async Task Dissent_goes_with_the_judgement_it_names_and_one_about_a_judgement_out_of_sight_with_none()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        RiskAssessment assessment = Judged("MLI", "icd203", "unlikely");
        assessment.Judgements.Add(Judgement("j2", "phia", "unlikely", "(TS//NF)"));
        assessment.Judgements[1].HorizonMonths = 12;
        assessment.Dissent.Add(Dissent("d1", "about the first", "j1"));
        assessment.Dissent.Add(Dissent("d2", "about all"));
        assessment.Dissent.Add(Dissent("d3", "about the second", "j2"));
        await Submit(usa, assessment);
        ComparedVoice voice = Assert.Single(Assert.Single(Compare(usa, Reader)).Voices);
        Assert.Equal(["about all", "about the first"], voice.Dissent.Select(note => note.Text).Order());
        Assert.Equal([false, true], voice.Dissent.OrderBy(note => note.Text).Select(note => note.AboutThis));
        Assert.Equal(3, Compare(usa, Cleared).SelectMany(one => one.Voices).SelectMany(one => one.Dissent).Select(note => note.Text).Distinct().Count());
    }

    [Fact]
    public async Task A_judgement_about_a_group_stands_beside_the_country_and_not_in_it()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        RiskAssessment assessment = Judged("MMR", "icd203", "unlikely");
        assessment.Judgements.Add(Judgement("j2", "icd203", "very likely", ForAll));
        assessment.Judgements[1].GroupId = "mmr-rohingya";
        await Submit(usa, assessment);
        Assert.Equal(["MMR  unlikely", "MMR mmr-rohingya very likely"], Compare(usa, Reader).Select(one => $"{one.Iso3} {one.GroupId} {one.Voices[0].Likelihood.Term}"));
    }

    [Fact]
    public async Task A_judgement_whose_subject_is_withheld_is_counted_without_a_country()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        RiskAssessment assessment = Judged("MLI", "icd203", "unlikely");
        assessment.Subject[0].Portion.Marking.Text = "(TS//NF)";
        await Submit(usa, assessment);
        ComparedAnswer<Core.Assessments.Comparing.Comparison> answer = new Comparisons(usa, new HoldingsIndex(usa)).Compare(Reader, CoreMode.Exercise, new ComparisonQuery());
        Assert.Empty(answer.Parts);
        Assert.Equal(LeftOutReason.NoSubject, Assert.Single(answer.Overview.LeftOut).Reason);
        Assert.Equal("MLI", Assert.Single(Compare(usa, Cleared)).Iso3);
    }

    [Fact]
    public async Task The_banner_is_of_what_is_shown_and_every_voice_keeps_its_own_mark()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Submit(usa, Judged("MLI", "icd203", "unlikely", "(C//REL TO USA, FRA, SWE)"));
        await Submit(usa, Judged("MLI", "icd203", "unlikely", "(TS//NF)"));
        ComparedAnswer<Core.Assessments.Comparing.Comparison> answer = new Comparisons(usa, new HoldingsIndex(usa)).Compare(Reader, CoreMode.Exercise, new ComparisonQuery());
        Assert.Equal("CONFIDENTIAL//REL TO USA, FRA, SWE", answer.Overview.Banner.Text);
        Assert.Equal("(C//REL TO USA, FRA, SWE)", Assert.Single(Assert.Single(Compare(usa, Reader)).Voices).Marking.Text);
        Assert.Empty(answer.Overview.Banners);

        // No one policy has words for both: each has a banner of its own.
        await Submit(usa, Judged("TCD", "icd203", "unlikely", "TLP:AMBER"));
        CompareOverview mixed = new Comparisons(usa, new HoldingsIndex(usa)).Compare(Reader, CoreMode.Exercise, new ComparisonQuery()).Overview;
        Assert.Equal(
            ["TLP:AMBER", "CONFIDENTIAL//REL TO USA, FRA, SWE"],
            mixed.Banners.Select(banner => banner.Text));
    }

    private static IEnumerable<SubjectComparison> Compare(NodeState node, LocalCaller caller, CoreMode mode = CoreMode.Exercise) =>
        new Comparisons(node, new HoldingsIndex(node)).Compare(caller, mode, new ComparisonQuery()).Parts.Select(part => ComparisonAnswers.Of(part, pairs: true));

    private static byte[] Bytes(Comparisons comparisons, LocalCaller caller)
    {
        ComparedAnswer<Core.Assessments.Comparing.Comparison> answer = comparisons.Compare(caller, CoreMode.Exercise, new ComparisonQuery());
        answer.Overview.AtMs = 0;
        return [.. answer.Overview.ToByteArray(), .. answer.Parts.SelectMany(part => ComparisonAnswers.Of(part, pairs: true).ToByteArray())];
    }

    /// <summary>Without ids, which are random, and times of sealing.</summary>
    private static string Anonymous(SubjectComparison comparison)
    {
        foreach (ComparedVoice voice in comparison.Voices)
        {
            voice.ProductId = ByteString.Empty;
            voice.JudgementId = "";
        }

        return comparison.ToString();
    }

    private static void AddWithheld(RiskAssessment assessment, Random random, int number)
    {
        const string Withheld = "(TS//NF)";
        for (int i = 0; i < number; i++)
        {
            Judgement judgement = Judgement($"w{i}", i % 2 == 0 ? "phia" : "icd203", "unlikely", Withheld);
            judgement.HorizonMonths = (uint)random.Next(0, 36);
            judgement.Event.Threshold = (uint)random.Next(1, 2000);
            assessment.Judgements.Add(judgement);
            assessment.Dissent.Add(Dissent($"wd{i}", $"withheld {i}", random.Next(2) == 0 ? "j1" : $"w{i}", Withheld));
            assessment.Model.Clear();
            assessment.Model.Add(new Model { Portion = Marked(Withheld), ModelId = $"model-{i}" });
        }

        if (number % 2 == 1)
        {
            // A fuller wording of the judgement, and of the header, for those who are cleared.
            assessment.Judgements.Insert(0, Judgement("j1", "icd203", "very likely", Withheld));
            Header fuller = assessment.Header[0].Clone();
            (fuller.Portion.Marking.Text, fuller.Edition) = (Withheld, "secret");
            assessment.Header.Insert(0, fuller);
        }
    }

    private static RiskAssessment Judged(string country, string scale, string term, string mark = ForAll, Mode mode = Mode.Exercise) => new()
    {
        Header =
        {
            new Header
            {
                Portion = Marked(mark), Title = "EXERCISE", Type = AssessmentType.Annual, Mode = mode, Edition = "2025",
                ValidFromMs = 1_735_689_600_000, AuthoredAtMs = 1_735_689_600_000,
            },
        },
        Subject = { new Subject { Portion = Marked(mark), Iso3 = country } },
        Judgements = { Judgement("j1", scale, term, mark) },
    };

    private static Judgement Judgement(string id, string scale, string term, string mark) => new()
    {
        Portion = Marked(mark, id),
        Statement = "EXERCISE. A judgement.",
        Event = new Event { DefinitionId = "ewp-mass-killing", Threshold = 1000, WindowMonths = 12 },
        HorizonMonths = 24,
        Likelihood = scale.StartsWith("x-", StringComparison.Ordinal)
            ? new Likelihood { ScaleId = scale, Term = term, PLow = 0.1, PHigh = 0.2 }
            : new Likelihood { ScaleId = scale, Term = term },
    };

    private static Dissent Dissent(string id, string text, string about = "", string mark = ForAll)
    {
        var dissent = new Dissent { Portion = Marked(mark, id), Partner = "SWE", Text = text };
        dissent.JudgementRefs.AddRange(about.Length > 0 ? [about] : []);
        return dissent;
    }

    private static Portion Marked(string text, string id = "") =>
        new() { Id = id, Topic = { "forecast" }, Marking = new Protocol.V1.Marking { Policy = text.StartsWith("TLP", StringComparison.Ordinal) ? "TLP" : "US", Text = text } };

    private static async Task<SubmitResponse> Submit(NodeState node, RiskAssessment assessment, byte[]? lineage = null)
    {
        var request = new SubmitRequest
        {
            SubmissionId = Guid.NewGuid().ToString("N"),
            Assessment = assessment,
            SizeClass = SizeClass._128,
            LineageId = ByteString.CopyFrom(lineage ?? []),
        };
        return await new Submissions(node, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, Cancellation);
    }

    private static ProductId Id(SubmitResponse response) =>
        ProductId.TryFrom(response.ProductId.Span, out ProductId product) ? product : throw new InvalidOperationException();
}
