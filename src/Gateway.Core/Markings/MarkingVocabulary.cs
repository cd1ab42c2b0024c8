using System.Collections.Immutable;
using Gateway.Core.Markings.National;
using Gateway.Core.Markings.Nato;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Markings;

/// <summary>A dissemination control, for people to read.</summary>
/// <param name="Flag">Its flag; none for the two lists.</param>
/// <param name="Banner">Spelling in banners.</param>
/// <param name="Portion">Spelling in portions.</param>
/// <param name="Meaning">What it obliges to, in a few words.</param>
/// <param name="Source">Where that stands.</param>
public sealed record ControlWord(Controls Flag, string Banner, string Portion, string Meaning, string Source);

/// <summary>A word of another policy than the US one, besides levels, for people to read.</summary>
/// <param name="Policy">Whose word it is.</param>
/// <param name="Word">Its spelling.</param>
/// <param name="Kind">Context, sensitivity, handling, caveat, informative.</param>
/// <param name="From">The lowest level that may carry it.</param>
/// <param name="Source">Where that stands.</param>
public sealed record PolicyWord(string Policy, string Word, string Kind, Level From, string Source);

/// <summary>Words and sources that marks and their data name.</summary>
public static class MarkingVocabulary
{
    /// <summary>Dissemination controls of the US register, in register order.</summary>
    public static ImmutableArray<ControlWord> Controls { get; } =
        [.. UsVocabulary.Controls.Select(control => new ControlWord(control.Flag, control.Banner, control.Portion, control.Meaning, control.Source))];

    /// <summary>Words of NATO and national marks besides levels: policy by policy, in the order of the data files.</summary>
    public static ImmutableArray<PolicyWord> Words { get; } =
    [
        .. NationalCaveat.All.Select(row => new PolicyWord(row.Nation, row.Caveat.Word, "caveat", row.Caveat.From, row.Caveat.Source)),
        .. BritishHead.Words,
        .. NatoVocabulary.Words,
    ];

    /// <summary>What the source names of levels and coalitions stand for, by name.</summary>
    public static ImmutableSortedDictionary<string, string> Sources { get; } = RegistryData.Sources();
}
