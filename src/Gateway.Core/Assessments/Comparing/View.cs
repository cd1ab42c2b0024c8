using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Assessments.Comparing;

/// <summary>Likelihood as the analyst stated it. Nothing is checked yet: a partner may have written anything.</summary>
/// <param name="ScaleId">Scale of the term; may be empty.</param>
/// <param name="Term">The analyst's own word; may be empty.</param>
/// <param name="Low">Probability, 0 to 1.</param>
/// <param name="Best">Probability, 0 to 1.</param>
/// <param name="High">Probability, 0 to 1.</param>
public sealed record StatedLikelihood(string ScaleId, string Term, double? Low, double? Best, double? High);

/// <summary>What an edition says of an earlier year.</summary>
/// <param name="Edition">The earlier edition's serial.</param>
/// <param name="ValidFromMs">From when that one looked ahead, milliseconds since the Unix epoch; 0 = not stated.</param>
/// <param name="Refit">The later edition's own model applied to the earlier year; false: the figure as it was published then.</param>
/// <param name="Best">Probability, 0 to 1.</param>
/// <param name="Rank">Place, 1 = highest; 0 = not ranked.</param>
/// <param name="Of">Countries that were ranked.</param>
public sealed record EarlierValue(string Edition, long ValidFromMs, bool Refit, double? Best, uint Rank, uint Of)
{
    /// <summary>Whether this is the edition that it speaks of: by serial, or by the time from which it looks ahead.</summary>
    public bool Names(View view) =>
        (Edition.Length > 0 && Edition == view.Edition) || (ValidFromMs > 0 && ValidFromMs == view.ValidFromMs);
}

/// <summary>Somebody disagrees.</summary>
/// <param name="Who">Partner code, or an office of the originator.</param>
/// <param name="Text">In their words.</param>
/// <param name="Opinion">-2 (strongly disagrees) to +2; null = not stated.</param>
/// <param name="AboutThis">About this judgement by name; false: about the assessment.</param>
public sealed record DissentNote(string Who, string Text, int? Opinion, bool AboutThis);

/// <summary>How sure the analyst is; never likelihood.</summary>
/// <param name="ScaleId">Scale of the level.</param>
/// <param name="Level">1 low, 2 moderate, 3 high; 0 = not stated.</param>
public readonly record struct StatedConfidence(string ScaleId, int Level);

/// <summary>The way the analyst says it goes. Numbers equal <c>gateway.v1.Trend</c>.</summary>
public enum StatedTrend
{
    /// <summary>Nothing was said.</summary>
    Unspecified = 0,

    /// <summary>It rises.</summary>
    Rising = 1,

    /// <summary>It stays.</summary>
    Steady = 2,

    /// <summary>It falls.</summary>
    Falling = 3,

    /// <summary>The analyst does not know.</summary>
    Unknown = 4,
}

/// <summary>One judgement of one edition, as one caller may see it: all that a comparison knows. Immutable.</summary>
public sealed record View
{
    /// <summary>Who wrote it.</summary>
    public required PartnerCode Originator { get; init; }

    /// <summary>The product it stands in.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Id of its path in the product.</summary>
    public required string Judgement { get; init; }

    /// <summary>What it is about.</summary>
    public required ComparedSubject Subject { get; init; }

    /// <summary>Event and horizon.</summary>
    public required Frame Frame { get; init; }

    /// <summary>Null when no likelihood is stated.</summary>
    public StatedLikelihood? Likelihood
    {
        get;
        init
        {
            field = value;
            Reading = LikelihoodReading.Of(value);
        }
    }

    /// <summary>The likelihood as an interval, or why it is none.</summary>
    public LikelihoodReading Reading { get; private init; } = LikelihoodReading.Of(null);

    /// <summary>How sure the analyst is.</summary>
    public StatedConfidence Confidence { get; init; }

    /// <summary>Which way the analyst says it goes.</summary>
    public StatedTrend Trend { get; init; }

    /// <summary>Place among <see cref="Of"/> countries, 1 = highest risk; 0 = not ranked.</summary>
    public uint Rank { get; init; }

    /// <summary>Countries that were ranked.</summary>
    public uint Of { get; init; }

    /// <summary>Mean probability over all ranked countries.</summary>
    public double? BaseRate { get; init; }

    /// <summary>The sentence.</summary>
    public string Statement { get; init; } = "";

    /// <summary>Disagreement that travels with it.</summary>
    public ImmutableArray<DissentNote> Dissent { get; init; } = [];

    /// <summary>What it rests on: why partners differ.</summary>
    public ImmutableArray<string> Assumptions { get; init; } = [];

    /// <summary>What would change the analyst's mind.</summary>
    public ImmutableArray<string> WouldChange { get; init; } = [];

    /// <summary>The originator's own serial.</summary>
    public string Edition { get; init; } = "";

    /// <summary>From when it looks ahead, milliseconds since the Unix epoch; 0 = not stated.</summary>
    public long ValidFromMs { get; init; }

    /// <summary>Until when it holds; 0 = not stated.</summary>
    public long ValidUntilMs { get; init; }

    /// <summary>When it was written; 0 = not stated.</summary>
    public long AuthoredAtMs { get; init; }

    /// <summary>When its product was sealed.</summary>
    public required long IssuedAtMs { get; init; }

    /// <summary>The model behind it, without its version; empty = an analyst's judgement.</summary>
    public string Model { get; init; } = "";

    /// <summary>The model's version.</summary>
    public string ModelVersion { get; init; } = "";

    /// <summary>The judgement's own marking; null where it was not handed in.</summary>
    public Marking? Marking { get; init; }

    /// <summary>The markings of all that the view was made of, each once.</summary>
    public ImmutableArray<Marking> Markings { get; init; } = [];

    /// <summary>What this edition says of earlier ones.</summary>
    public ImmutableArray<EarlierValue> Earlier { get; init; } = [];

    /// <summary>Its originator says that it is wrong.</summary>
    public bool IsCorrected { get; init; }

    /// <summary>Its originator says that it is out of date.</summary>
    public bool IsSuperseded { get; init; }

    /// <summary>Its originator was not heard of in time.</summary>
    public bool IsUnconfirmed { get; init; }

    /// <summary>The time an edition counts by: from when it looks ahead, else when it was written, else when it was sealed.</summary>
    public long EditionMs => ValidFromMs > 0 ? ValidFromMs : AuthoredAtMs > 0 ? AuthoredAtMs : IssuedAtMs;

    /// <summary>Editions in order; of one time the one sealed last counts, and ids decide at the very end, so that no order is left to chance.</summary>
    internal static int Compare(View one, View other)
    {
        int order = one.EditionMs.CompareTo(other.EditionMs);
        order = order != 0 ? order : one.IssuedAtMs.CompareTo(other.IssuedAtMs);
        order = order != 0 ? order : one.AuthoredAtMs.CompareTo(other.AuthoredAtMs);
        order = order != 0 ? order : one.Product.Span.SequenceCompareTo(other.Product.Span);
        return order != 0 ? order : string.CompareOrdinal(one.Judgement, other.Judgement);
    }
}
