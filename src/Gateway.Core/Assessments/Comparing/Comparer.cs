using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Gateway.Core.Assessments.Scales;
using Gateway.Core.Partners;

namespace Gateway.Core.Assessments.Comparing;

/// <summary>
/// Compares what partners say about the same subject, event and horizon. Sees nothing but the views it is given, which are those that one caller
/// may see; so what was withheld from the caller has no part in any answer. Pure; the order of the views does not matter.
/// </summary>
public static class Comparer
{
    /// <summary>Most voices shown beside a comparison that cannot be compared with it.</summary>
    public const int MostApart = 32;

    /// <summary>Most events and horizons on one subject: whoever makes up more takes nothing from the others.</summary>
    public const int MostFrames = 32;

    /// <summary>Most voices of one partner in one frame: its analysts first, then the models with the newest editions.</summary>
    public const int MostVoices = 4;

    /// <summary>Compares.</summary>
    /// <param name="views">Everything that the caller may see, of one mode.</param>
    /// <param name="roster">Every partner.</param>
    /// <param name="query">What was asked for.</param>
    public static ComparisonResult Compare(IEnumerable<View> views, IEnumerable<PartnerCode> roster, ComparisonQuery query)
    {
        var leftOut = new Tally();
        ImmutableArray<PartnerCode> partners = [.. roster.Where(query.Takes).Distinct().Order()];
        var comparisons = new List<Comparison>();
        foreach ((ComparedSubject subject, List<Series> all) in BySubject(views, query, leftOut))
        {
            List<IGrouping<Frame, Series>> frames =
            [
                .. all.GroupBy(series => series.Frame)
                    .OrderByDescending(frame => frame.Select(series => series.Originator).Distinct().Count())
                    .ThenBy(frame => frame.Key, ShownOrder.Instance),
            ];
            List<IGrouping<Frame, Series>> compared = [.. frames.Where(frame => frame.Key.IsStated && query.Asks(frame.Key))];
            leftOut.Add(LeftOut.TooManyFrames, compared.Skip(MostFrames).Sum(frame => frame.Count()));
            foreach (IGrouping<Frame, Series> frame in compared.Take(MostFrames))
            {
                comparisons.Add(In(subject, frame.Key, Heard(frame, leftOut), Apart(frame.Key, frames), partners, query));
            }

            // Judgements that do not say what they foresee are not passed over in silence.
            if (compared.Count == 0 && frames.Exists(frame => !frame.Key.IsStated && query.Asks(frame.Key)))
            {
                comparisons.Add(In(subject, default, [], Apart(default, frames), partners, query));
            }
        }

        return new ComparisonResult(
            [.. comparisons.OrderByDescending(Partners).ThenBy(one => one.Subject, ShownOrder.Instance).ThenBy(one => one.Frame, ShownOrder.Instance)], leftOut.ToImmutable());
    }

    private static int Partners(Comparison comparison) => comparison.Voices.Select(voice => voice.Latest.Originator).Distinct().Count();

    private static IEnumerable<(ComparedSubject Subject, List<Series> Series)> BySubject(IEnumerable<View> views, ComparisonQuery query, Tally leftOut)
    {
        var series = new Dictionary<SeriesKey, Series>();
        foreach (View view in views)
        {
            if (!query.Takes(view.Originator))
            {
                continue;
            }

            if (view.Subject.Iso3.Length == 0)
            {
                leftOut.Add(LeftOut.NoSubject, query.Countries.IsEmpty && query.Groups.IsEmpty ? 1 : 0);
            }
            else if (query.Takes(view.Subject))
            {
                var key = new SeriesKey(view.Subject, view.Frame, view.Originator, view.Model);
                (CollectionsMarshal.GetValueRefOrAddDefault(series, key, out _) ??= new Series(key)).Views.Add(view);
            }
        }

        foreach (IGrouping<ComparedSubject, Series> subject in series.Values.GroupBy(one => one.Key.Subject))
        {
            List<Series> usable = [.. subject.Where(one => one.Settle(leftOut))];
            if (usable.Count > 0)
            {
                yield return (subject.Key, usable);
            }
        }
    }

    private static IEnumerable<Series> Heard(IEnumerable<Series> frame, Tally leftOut)
    {
        foreach (IGrouping<PartnerCode, Series> partner in frame.GroupBy(series => series.Originator))
        {
            Series[] all = [.. partner];
            leftOut.Add(LeftOut.TooManyVoices, all.Length - MostVoices);
            IEnumerable<Series> heard = all.Length <= MostVoices ? all : all
                .OrderBy(series => series.Key.Model.Length > 0)
                .ThenByDescending(series => series.Latest.EditionMs)
                .ThenBy(series => series.Key.Model, StringComparer.Ordinal)
                .Take(MostVoices);
            foreach (Series series in heard)
            {
                yield return series;
            }
        }
    }

    private static Comparison In(
        ComparedSubject subject, Frame frame, IEnumerable<Series> series, ImmutableArray<VoiceApart> apart, ImmutableArray<PartnerCode> partners, ComparisonQuery query)
    {
        ImmutableArray<Voice> voices =
        [
            .. series.OrderBy(one => one.Originator).ThenBy(one => one.Key.Model, StringComparer.Ordinal).Select(one => one.Speak(query)),
        ];
        return new Comparison
        {
            Subject = subject,
            Frame = frame,
            Voices = voices,
            Pairs = Pairs(voices),
            Apart = apart,
            NothingToSee = partners.RemoveRange(voices.Select(voice => voice.Latest.Originator).Distinct()),
        };
    }

    private static ImmutableArray<VoicePair> Pairs(ImmutableArray<Voice> voices)
    {
        int[] places = [.. Enumerable.Range(0, voices.Length).Where(i => voices[i].Latest.Reading is LikelihoodReading.Usable)];
        var pairs = ImmutableArray.CreateBuilder<VoicePair>(places.Length * (places.Length - 1) / 2);
        for (int i = 0; i < places.Length; i++)
        {
            var one = (LikelihoodReading.Usable)voices[places[i]].Latest.Reading;
            string model = voices[places[i]].Latest.Model;
            for (int k = i + 1; k < places.Length; k++)
            {
                var other = (LikelihoodReading.Usable)voices[places[k]].Latest.Reading;
                pairs.Add(new VoicePair(
                    places[i],
                    places[k],
                    Intervals.Relation(one.Interval, other.Interval),
                    Intervals.GapPoints(one.Interval, other.Interval),
                    SameModel: model.Length > 0 && model == voices[places[k]].Latest.Model));
            }
        }

        return pairs.MoveToImmutable();
    }

    // As many as are shown and no more: a partner with thousands of frames must not cost their square.
    private static ImmutableArray<VoiceApart> Apart(Frame frame, List<IGrouping<Frame, Series>> frames) =>
    [
        .. frames.Where(other => other.Key != frame || !frame.IsStated)
            .Take(MostApart + 1)
            .SelectMany(other => other)
            .Select(series => new VoiceApart(series.Latest, ComparisonGate.Between(frame, series.Frame)))
            .OrderBy(apart => apart.Latest.Originator)
            .ThenBy(apart => apart.Latest.Frame, ShownOrder.Instance)
            .ThenBy(apart => apart.Latest.Model, StringComparer.Ordinal)
            .Take(MostApart),
    ];

    private readonly record struct SeriesKey(ComparedSubject Subject, Frame Frame, PartnerCode Originator, string Model);

    /// <summary>The editions of one voice.</summary>
    private sealed class Series(SeriesKey key)
    {
        public SeriesKey Key => key;

        public Frame Frame => key.Frame;

        public PartnerCode Originator => key.Originator;

        public List<View> Views { get; } = [];

        public View Latest => Views[^1];

        /// <summary>Puts the editions in order and takes out what does not count; false when nothing is left.</summary>
        public bool Settle(Tally leftOut)
        {
            Views.Sort(View.Compare);
            if (Latest.IsSuperseded || Latest.IsCorrected)
            {
                // What came before it stands even less.
                leftOut.Add(LeftOut.Replaced, Views.Count);
                return false;
            }

            leftOut.Add(LeftOut.Replaced, Views.RemoveAll(view => view.IsCorrected));
            int kept = 0;
            for (int i = 0; i < Views.Count; i++)
            {
                if (i + 1 == Views.Count || Views[i].EditionMs != Views[i + 1].EditionMs)
                {
                    Views[kept++] = Views[i];
                }
                else if (Views[i].Product == Views[i + 1].Product)
                {
                    leftOut.Add(LeftOut.SaidTwice, 1);
                }
            }

            Views.RemoveRange(kept, Views.Count - kept);
            return kept > 0;
        }

        public Voice Speak(ComparisonQuery query)
        {
            Edition[] editions = [.. Views.Select(view => new Edition(view, Worry.IsHigh(view, query.Places)))];
            Edition latest = editions[^1];
            int high = editions.Length;
            while (high > 0 && editions[high - 1].IsHigh)
            {
                high--;
            }

            return new Voice
            {
                Latest = latest.View,
                Editions = [.. query.Editions > 0 ? editions.TakeLast(query.Editions) : editions],
                Change = EditionChange.Of(latest.View, editions.Length > 1 ? editions[^2].View : null),
                FirstMs = editions[0].View.EditionMs,
                IsHigh = high < editions.Length,
                HighSinceMs = high < editions.Length ? editions[high].View.EditionMs : 0,
            };
        }
    }

    private sealed class Tally
    {
        private readonly SortedDictionary<LeftOut, int> _counts = [];

        public void Add(LeftOut reason, int count)
        {
            if (count > 0)
            {
                _counts[reason] = _counts.GetValueOrDefault(reason) + count;
            }
        }

        public ImmutableSortedDictionary<LeftOut, int> ToImmutable() => _counts.ToImmutableSortedDictionary();
    }
}
