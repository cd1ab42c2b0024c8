using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.HorizonScanning;

/// <summary>The kinds of products, in the order in which a digest names them. Numbers equal <c>gateway.v1.DigestKind</c>.</summary>
public enum ScannedKind
{
    /// <summary>An early warning.</summary>
    Warning = 1,

    /// <summary>A risk assessment.</summary>
    Assessment = 2,

    /// <summary>A declared threshold.</summary>
    Threshold = 3,

    /// <summary>A list of what is watched.</summary>
    Watchlist = 4,

    /// <summary>A request for information.</summary>
    Request = 5,

    /// <summary>An answer to one.</summary>
    Answer = 6,
}

/// <summary>One product as one reader may see it: all that a digest knows of it. Immutable.</summary>
public sealed record ScannedProduct
{
    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Who wrote it.</summary>
    public required PartnerCode Originator { get; init; }

    /// <summary>Its kind.</summary>
    public required ScannedKind Kind { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When this node had it: sealed or received it.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>Markings of the portions that the line about it is made of.</summary>
    public required ImmutableArray<Marking> Markings { get; init; }

    /// <summary>ISO 3166-1 alpha-3; empty where it names none, or none for this reader.</summary>
    public string Iso3 { get; init; } = "";

    /// <summary>In the originator's words; empty where the reader may not see it.</summary>
    public string Title { get; init; } = "";

    /// <summary>What all editions have in common, hex.</summary>
    public string Lineage { get; init; } = "";

    /// <summary>Its originator said that something else is to be used instead.</summary>
    public bool Replaced { get; init; }

    /// <summary>Its originator was not heard of within the time allowed.</summary>
    public bool Unconfirmed { get; init; }

    /// <summary>Of a warning: it cancels the editions before it.</summary>
    public bool Cancels { get; init; }

    /// <summary>Of a warning: when it lapses; null: when it is cancelled.</summary>
    public DateTimeOffset? LapsesAt { get; init; }

    /// <summary>By when an acknowledgement or an answer is asked for; null: not stated.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Of a warning: this partner acknowledged it, or wrote it. Of a request: an answer to it is here, or it was declined.</summary>
    public bool Answered { get; init; }
}

/// <summary>One partner's risk figure went up from one edition to the next.</summary>
public sealed record ScannedRise
{
    /// <summary>The edition that shows it.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Whose figure it is.</summary>
    public required PartnerCode Originator { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public required string Iso3 { get; init; }

    /// <summary>Id of the group; empty: everybody.</summary>
    public string Group { get; init; } = "";

    /// <summary>What is foreseen, within how many months, and from which figure to which, in our words.</summary>
    public required string Fact { get; init; }

    /// <summary>Percentage points; null where words alone say it.</summary>
    public double? Points { get; init; }

    /// <summary>Markings of the portions that the line is made of.</summary>
    public required ImmutableArray<Marking> Markings { get; init; }
}

/// <summary>Partners' judgements of one thing have no probability in common.</summary>
public sealed record ScannedDispute
{
    /// <summary>The newest editions of those who differ.</summary>
    public required ImmutableArray<ProductId> Products { get; init; }

    /// <summary>Who differ, by code.</summary>
    public required ImmutableArray<PartnerCode> Partners { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public required string Iso3 { get; init; }

    /// <summary>Id of the group; empty: everybody.</summary>
    public string Group { get; init; } = "";

    /// <summary>What each says, in the original terms, in our words.</summary>
    public required string Fact { get; init; }

    /// <summary>Widest distance between two of them, percentage points.</summary>
    public required double GapPoints { get; init; }

    /// <summary>Markings of the portions that the line is made of.</summary>
    public required ImmutableArray<Marking> Markings { get; init; }
}
