namespace Gateway.Core.Markings.UsRegister;

/// <summary>A NATO activity that a mark may name: information of that activity.</summary>
/// <param name="Name">As banners spell it: <c>ISAF</c>.</param>
/// <param name="Letter">What stands for it in portions, between N and the level: <c>I</c> in <c>NIS</c>.</param>
/// <param name="Source">Where that is read.</param>
public sealed record NatoActivity(string Name, char Letter, string Source);

/// <summary>A NATO class in US format.</summary>
internal readonly record struct NatoClass(Level Level, NatoActivity? Activity)
{
    /// <summary><c>COSMIC TOP SECRET</c>, <c>NATO SECRET</c>, <c>NATO ISAF SECRET</c>; <c>CTS</c>, <c>NS</c>, <c>NIS</c>.</summary>
    public string Word(MarkingKind kind) => kind switch
    {
        MarkingKind.Banner => Level == Level.TopSecret ? "COSMIC TOP SECRET"
            : Activity is { } activity ? $"NATO {activity.Name} {UsVocabulary.Word(Level, kind)}"
            : Plain(Level),
        MarkingKind.Portion => Level == Level.TopSecret ? "CTS"
            : Activity is { } activity ? $"N{activity.Letter}{UsVocabulary.Word(Level, kind)}"
            : "N" + UsVocabulary.Word(Level, kind),
    };

    /// <summary>Reads a NATO class; COSMIC goes with TOP SECRET and NATO with every lower one (DoDM 5200.01-V2 Encl. 4 §4.b).</summary>
    public static NatoClass? Read(ReadOnlySpan<char> text, MarkingKind kind, MarkingRegistry registry) => kind switch
    {
        MarkingKind.Banner => ReadBanner(text, registry),
        MarkingKind.Portion => ReadPortion(text, registry),
    };

    private static NatoClass? ReadBanner(ReadOnlySpan<char> text, MarkingRegistry registry)
    {
        if (text is "COSMIC TOP SECRET")
        {
            return new NatoClass(Level.TopSecret, null);
        }

        if (!text.StartsWith("NATO ", StringComparison.Ordinal))
        {
            return null;
        }

        ReadOnlySpan<char> rest = text["NATO ".Length..];
        NatoActivity? activity = null;
        int space = rest.IndexOf(' ');
        if (space > 0)
        {
            activity = registry.Activity(rest[..space]);
            rest = activity is null ? rest : rest[(space + 1)..];
        }

        return UsVocabulary.LevelOf(rest, MarkingKind.Banner) is { } level and not Level.TopSecret ? new NatoClass(level, activity) : null;
    }

    private static NatoClass? ReadPortion(ReadOnlySpan<char> text, MarkingRegistry registry)
    {
        if (text is "CTS")
        {
            return new NatoClass(Level.TopSecret, null);
        }

        if (text.Length is not (2 or 3) || text[0] != 'N' || UsVocabulary.LevelOf(text[^1..], MarkingKind.Portion) is not { } level)
        {
            return null;
        }

        return text.Length == 2 ? new NatoClass(level, null)
            : registry.Activity(text[1]) is { } activity ? new NatoClass(level, activity)
            : null;
    }

    private static string Plain(Level level) => level switch
    {
        Level.Unclassified => "NATO UNCLASSIFIED",
        Level.Restricted => "NATO RESTRICTED",
        Level.Confidential => "NATO CONFIDENTIAL",
        Level.Secret => "NATO SECRET",
        Level.TopSecret => "COSMIC TOP SECRET",
    };
}
