using Gateway.Core.Assessments.Scales;

namespace Gateway.Core.Assessments.Comparing;

/// <summary>Why a judgement's likelihood cannot be compared. A closed list.</summary>
public enum ReadingFault
{
    /// <summary>No word and no number.</summary>
    NoLikelihood = 1,

    /// <summary>A word of a scale that this node does not know, and no numbers beside it.</summary>
    UnknownScale,

    /// <summary>A word that its scale does not have, and no numbers beside it.</summary>
    UnknownTerm,

    /// <summary>Numbers that are no probabilities, or not in order.</summary>
    Invalid,
}

/// <summary>Where an interval comes from.</summary>
public enum IntervalSource
{
    /// <summary>The table of the scale.</summary>
    Scale = 1,

    /// <summary>The originator's own numbers.</summary>
    Stated,
}

/// <summary>A stated likelihood as an interval of probability, or why it is none. The term stays beside it, whatever became of it.</summary>
public abstract record LikelihoodReading
{
    private LikelihoodReading()
    {
    }

    /// <summary>An interval.</summary>
    /// <param name="Interval">Probabilities.</param>
    /// <param name="Source">Where it comes from.</param>
    /// <param name="Best">The originator's best single number; null where there is none.</param>
    /// <param name="Verification">How far the scale's table was compared with its source; verified where numbers were stated.</param>
    /// <param name="WordDiffers">Word and numbers of the same judgement do not fit together.</param>
    public sealed record Usable(ProbabilityInterval Interval, IntervalSource Source, double? Best, Verification Verification, bool WordDiffers) : LikelihoodReading;

    /// <summary>Nothing to compare.</summary>
    public sealed record Unusable(ReadingFault Fault) : LikelihoodReading;

    /// <summary>Reads what an analyst stated. The originator's own numbers go before the table; a word goes by the table of its own scale and no other.</summary>
    public static LikelihoodReading Of(StatedLikelihood? stated)
    {
        if (stated is null or { Term.Length: 0, Low: null, Best: null, High: null })
        {
            return new Unusable(ReadingFault.NoLikelihood);
        }

        LikelihoodScale? scale = LikelihoodScales.TryGet(stated.ScaleId, out LikelihoodScale? known) ? known : null;
        LikelihoodTerm? term = scale is not null && scale.TryFind(stated.Term, out LikelihoodTerm? found) ? found : null;
        if (stated is { Low: null, Best: null, High: null })
        {
            return term is null
                ? new Unusable(scale is null ? ReadingFault.UnknownScale : ReadingFault.UnknownTerm)
                : new Usable(term.Interval, IntervalSource.Scale, null, scale!.Verification, WordDiffers: false);
        }

        double low = stated.Low ?? stated.Best ?? 0, high = stated.High ?? stated.Best ?? 1;
        if (!(low >= 0 && high <= 1 && low <= high) || (stated.Best is { } best && !(best >= low && best <= high)))
        {
            return new Unusable(ReadingFault.Invalid);
        }

        // Bounds copied from the table mean the table's interval: written out they lose which end is open, and neighbours would seem to share one.
        return term is not null && term.Interval.Low == low && term.Interval.High == high
            ? new Usable(term.Interval, IntervalSource.Scale, stated.Best, scale!.Verification, WordDiffers: false)
            : new Usable(
                new ProbabilityInterval(low, high, HighClosed: true),
                IntervalSource.Stated,
                stated.Best ?? (low == high ? low : null),
                Verification.Verified,
                WordDiffers: term is not null && !Intervals.Share(term.Interval, new ProbabilityInterval(low, high, HighClosed: true)));
    }
}
