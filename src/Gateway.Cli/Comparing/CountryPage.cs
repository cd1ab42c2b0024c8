using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Spectre.Console;
using static Gateway.Cli.Comparing.ComparisonWords;

namespace Gateway.Cli.Comparing;

/// <summary>One subject on a page: who else worries, how much, since when, and why partners differ.</summary>
internal static class CountryPage
{
    private const int Bars = 8;
    private const int MostPairs = 12;

    /// <param name="surface">Where to.</param>
    /// <param name="comparison">What was answered.</param>
    /// <param name="self">The reader's own partner, pointed out.</param>
    public static void Show(Surface surface, SubjectComparison comparison, string self)
    {
        IAnsiConsole console = surface.Console;
        console.SayWrapped(Subject(comparison), 2, new Style(decoration: Decoration.Bold));
        console.SayWrapped(Frame(comparison.Event, comparison.HorizonMonths), 2);
        console.WriteLine();
        Who(console, comparison, self);
        if (comparison.Voices.Count > 0)
        {
            console.WriteLine();
            HowMuch(console, comparison);
            console.WriteLine();
            Why(console, comparison);
        }

        if (comparison.Apart.Count > 0)
        {
            console.WriteLine();
            Apart(console, comparison);
        }

        console.WriteLine();
    }

    private static void Who(IAnsiConsole console, SubjectComparison comparison, string self)
    {
        Heading(console, "Who else worries?");
        string[] worried = Codes(comparison.Voices.Where(voice => voice.High));
        string[] calm = [.. Codes(comparison.Voices).Except(worried)];
        string[] apart = [.. Codes(comparison.Apart.Select(one => one.Voice)).Except(worried).Except(calm)];
        Item(console, "Worry", worried.Length > 0 ? List(worried) : "nobody whose judgement you may see");
        Partners("Judge it, and do not", calm);
        Partners("Judge something else of it, below", apart);
        Partners("Nothing you may see", [.. comparison.NothingToSee.Except(apart)]);

        void Partners(string name, string[] codes)
        {
            if (codes.Length > 0)
            {
                Item(console, name, List(codes));
            }
        }

        string List(string[] codes) => string.Join(", ", codes.Select(code => code == self ? code + " (your own)" : code));
    }

    private static void HowMuch(IAnsiConsole console, SubjectComparison comparison)
    {
        Heading(console, "How much, and since when?");
        Table table = Page.Table("who", "in their own words", ">per cent", ">place", "worried", "by edition", ">change");
        table.Columns[0].NoWrap();
        foreach (ComparedVoice voice in comparison.Voices)
        {
            table.Row(
                ComparisonWords.Who(voice),
                Term(voice),
                Percent(voice),
                Place(voice),
                Since(voice),
                Sparkline.Of(Series(voice), Bars),
                Change(voice));
        }

        console.Write(table);
        Notes(console, comparison.Voices);
    }

    private static string Since(ComparedVoice voice)
    {
        (string worried, string first) = (voice.High ? "since " + Year(voice.HighSinceMs) : "no", Year(voice.FirstMs));
        return voice.FirstMs < (voice.High ? voice.HighSinceMs : voice.ValidFromMs) ? $"{worried} ({first})" : worried;
    }

    private static void Notes(IAnsiConsole console, IReadOnlyCollection<ComparedVoice> voices)
    {
        foreach (IGrouping<double, ComparedVoice> rate in voices.Where(voice => voice.HasBaseRate).GroupBy(voice => voice.BaseRate))
        {
            Note(console, $"Base rate {Points(rate.Key)} %: the mean over all countries that {string.Join(", ", Codes(rate))} ranked.");
        }

        foreach (ComparedVoice voice in voices.Where(voice => voice.HasPercentile))
        {
            Note(console, $"{ComparisonWords.Who(voice)} places it {Percentile(voice)} of the countries ranked.");
        }

        if (voices.Any(voice => Since(voice).EndsWith(')')))
        {
            Note(console, "In brackets the earliest edition you may see.");
        }

        if (voices.Any(voice => !IsVerified(voice.Interval)))
        {
            Note(console, $"{NotVerified} The table of this scale is not verified: check it before relying on the range.");
        }

        if (voices.Any(voice => voice.Change is { Basis: ChangeBasis.Published }))
        {
            Note(console, "* Against the figure as published then, not a refit: it may be the method that changed.");
        }

        if (voices.Any(voice => voice.Change is { Basis: ChangeBasis.Refit }))
        {
            Note(console, "Changes without * are against the newest edition's own refit of the year before.");
        }

        foreach (ComparedVoice voice in voices)
        {
            if (voice.Marking is { Text.Length: > 0 } marking)
            {
                Note(console, $"{ComparisonWords.Who(voice)} is marked {marking.Text}.");
            }

            if (voice.Unconfirmed)
            {
                Note(console, $"{ComparisonWords.Who(voice)}: not confirmed by its originator within the time allowed.");
            }

            if (voice.Interval is { WordDiffers: true })
            {
                Note(console, $"{ComparisonWords.Who(voice)}: word and numbers do not fit together; the numbers count.");
            }
        }
    }

    private static void Why(IAnsiConsole console, SubjectComparison comparison)
    {
        Heading(console, "Why do they differ?");
        if (comparison.Pairs.Count == 0)
        {
            Note(console, "There are no two likelihoods to compare.");
        }

        foreach (ComparedPair pair in comparison.Pairs.OrderByDescending(pair => pair.Relation).ThenByDescending(pair => pair.GapPoints).Take(MostPairs))
        {
            Item(console, $"{Voice(comparison, pair.One)} / {Voice(comparison, pair.Other)}", Pair(pair));
        }

        if (comparison.Pairs.Count > MostPairs)
        {
            Note(console, $"and {Page.Count(comparison.Pairs.Count - MostPairs, "pair")} more: --json has all of them.");
        }

        foreach (ComparedVoice voice in comparison.Voices)
        {
            Reasons(console, voice);
        }
    }

    private static void Reasons(IAnsiConsole console, ComparedVoice voice)
    {
        string who = ComparisonWords.Who(voice);
        if (voice.ModelId.Length > 0)
        {
            Item(console, who, $"rests on model {voice.ModelId} {voice.ModelVersion}".TrimEnd());
        }

        if (voice.Confidence != ConfidenceLevel.Unspecified)
        {
            Item(console, who, $"confidence {Confidence(voice.Confidence)}");
        }

        foreach (string assumption in voice.Assumptions)
        {
            Item(console, who, $"assumes: {assumption}");
        }

        foreach (string change in voice.WhatWouldChangeIt)
        {
            Item(console, who, $"would change its mind: {change}");
        }

        foreach (DissentNote dissent in voice.Dissent)
        {
            string about = dissent.AboutThis ? "dissents" : "dissents from the assessment";
            Item(console, who, $"{dissent.Who} {about}{(dissent.HasOpinion ? $" ({dissent.Opinion:+0;-0;0})" : "")}: {dissent.Text}");
        }
    }

    /// <summary>Those first whose partners have no voice in this comparison; what the others say besides is only counted.</summary>
    private static void Apart(IAnsiConsole console, SubjectComparison comparison)
    {
        string[] here = Codes(comparison.Voices);
        VoiceApart[] missing = [.. comparison.Apart.Where(apart => !here.Contains(apart.Voice.Originator))];
        Heading(console, "Not comparable with these");
        foreach (VoiceApart apart in missing)
        {
            ComparedVoice voice = apart.Voice;
            string said = voice.Likelihood is null ? (voice.Rank > 0 ? "place " + Place(voice) : "no likelihood")
                : voice.Likelihood.Term.Length > 0 ? Term(voice)
                : Percent(voice) + " %";
            Item(
                console,
                ComparisonWords.Who(voice),
                $"{said} for {Frame(apart.Event, apart.HorizonMonths)} ({string.Join(", ", apart.Reasons.Select(Reason))})");
        }

        int besides = comparison.Apart.Count - missing.Length;
        if (besides > 0)
        {
            Note(console, $"{Page.Count(besides, "judgement")} of the partners above for other events or horizons.");
        }
    }

    private static string Pair(ComparedPair pair) => pair.Relation switch
    {
        IntervalRelation.Unspecified => "",
        IntervalRelation.Agree => "agree: one range lies within the other",
        IntervalRelation.Overlap => "overlap: the ranges share a part",
        IntervalRelation.Diverge when pair.GapPoints == 0 => "diverge: the ranges touch and share nothing",
        IntervalRelation.Diverge => Number($"diverge: {pair.GapPoints:0.##} points apart"),
    } + (pair.SameModel ? "; the same model, so no second opinion" : "");

    private static string Voice(SubjectComparison comparison, uint place) =>
        place < comparison.Voices.Count ? ComparisonWords.Who(comparison.Voices[(int)place]) : "?";

    private static string[] Codes(IEnumerable<ComparedVoice> voices) => [.. voices.Select(voice => voice.Originator).Distinct()];

    private static void Heading(IAnsiConsole console, string text) => console.Say(text, new Style(decoration: Decoration.Underline));

    private static void Item(IAnsiConsole console, string name, string text) => console.SayWrapped($"  {name}: {text}", 4);

    private static void Note(IAnsiConsole console, string text) => console.SayWrapped("  " + text, 4);
}
