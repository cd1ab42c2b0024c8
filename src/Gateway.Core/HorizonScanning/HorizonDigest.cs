using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.HorizonScanning;

/// <summary>Where in a digest something stands. Numbers equal <c>gateway.v1.DigestSection</c>.</summary>
public enum DigestSection
{
    /// <summary>Arrived since the date.</summary>
    New = 1,

    /// <summary>A partner's figure went up, in an edition that arrived since the date.</summary>
    Rising = 2,

    /// <summary>Partners differ, and one of them spoke since the date.</summary>
    Disputed = 3,

    /// <summary>Waits for an acknowledgement or an answer now, however old it is.</summary>
    Unanswered = 4,
}

/// <summary>One line of a digest.</summary>
public sealed record DigestItem
{
    /// <summary>Where it stands.</summary>
    public required DigestSection Section { get; init; }

    /// <summary>What it is about.</summary>
    public required ScannedKind Kind { get; init; }

    /// <summary>ISO 3166-1 alpha-3, or empty.</summary>
    public string Iso3 { get; init; } = "";

    /// <summary>Id of a group, or empty.</summary>
    public string Group { get; init; } = "";

    /// <summary>Partners concerned, by code.</summary>
    public required ImmutableArray<PartnerCode> Partners { get; init; }

    /// <summary>In the originator's words, or empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>In our words, or empty.</summary>
    public string Fact { get; init; } = "";

    /// <summary>The products behind it.</summary>
    public required ImmutableArray<ProductId> Products { get; init; }

    /// <summary>When the newest of them was issued.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>By when something is asked for; null: not stated.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>That time has passed.</summary>
    public bool Overdue { get; init; }

    /// <summary>Something else is to be used instead.</summary>
    public bool Replaced { get; init; }

    /// <summary>Its originator was not heard of in time.</summary>
    public bool Unconfirmed { get; init; }

    /// <summary>Roll-up of the markings of all that is behind the line, as <see cref="HorizonDigest.Banners"/>.</summary>
    public required ImmutableArray<Marking> Markings { get; init; }
}

/// <summary>What is new, rising, disputed and unanswered since a date, for one reader.</summary>
/// <param name="Mode">Real, exercise, test.</param>
/// <param name="Since">From this instant on.</param>
/// <param name="Until">To this instant, exclusive.</param>
/// <param name="Banners">
/// The roll-up of everything in it: one marking, or, where no policy has words for all, one for each policy, which apply together. Empty when
/// nothing is in it.
/// </param>
/// <param name="Items">By section, the most urgent first.</param>
public sealed record HorizonDigest(Mode Mode, DateTimeOffset Since, DateTimeOffset Until, ImmutableArray<Marking> Banners, ImmutableArray<DigestItem> Items);
