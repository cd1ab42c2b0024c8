using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>A dissemination control, for people to read.</summary>
/// <param name="Flag">Its flag; none for the two lists.</param>
/// <param name="Banner">Spelling in banners.</param>
/// <param name="Portion">Spelling in portions.</param>
/// <param name="Meaning">What it obliges to, in a few words.</param>
/// <param name="Source">Where that stands.</param>
public sealed record ControlWord(Controls Flag, string Banner, string Portion, string Meaning, string Source);

/// <summary>Words and sources that marks and their data name.</summary>
public static class MarkingVocabulary
{
    /// <summary>Dissemination controls of the US register, in register order.</summary>
    public static ImmutableArray<ControlWord> Controls { get; } =
        [.. UsVocabulary.Controls.Select(control => new ControlWord(control.Flag, control.Banner, control.Portion, control.Meaning, control.Source))];

    /// <summary>What the source names of levels and coalitions stand for, by name.</summary>
    public static ImmutableSortedDictionary<string, string> Sources { get; } = RegistryData.Sources();
}
