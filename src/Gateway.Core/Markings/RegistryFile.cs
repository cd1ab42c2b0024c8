using System.Collections.Immutable;
using Gateway.Core.Markings.UsRegister;
using Gateway.Core.Partners;

namespace Gateway.Core.Markings;

/// <summary>
/// Reads the file with which a deployment enables tokens that the vocabulary leaves out: SCI, SAP, AEA and non-IC tokens of US marks, and
/// NATO activities (docs/markings.md, "Registry file"). Strict: whatever is not known, stands twice or could be read as something else is
/// an error, and all errors come at once. Pure.
/// </summary>
public static class RegistryFile
{
    /// <summary>Value of the member <c>format</c>.</summary>
    public const string Format = "gateway-marking-registry/1";

    private const int MaxTokenLength = 64;

    /// <summary>The registry with what the file enables, or every error. <paramref name="onto"/> is not changed.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> json, MarkingRegistry onto, out MarkingRegistry? registry, out ImmutableArray<DocumentError> errors)
    {
        ArgumentNullException.ThrowIfNull(onto);
        return DocumentText.TryRead(json, file => Read(file, onto), out registry, out errors);
    }

    private static MarkingRegistry Read(DocumentCursor file, MarkingRegistry onto)
    {
        file.Members("format", "tokens?", "nato_activities?");
        if (file.TryMember("format", out DocumentCursor format) && format.Text() != Format)
        {
            format.Fail("not-the-format", $"{Format} is expected here.");
        }

        ImmutableArray<NatoActivity> activities =
            file.TryMember("nato_activities", out DocumentCursor list) ? [.. list.Items().Select(ReadActivity)] : [];
        Unique(list, activities.Select(activity => activity.Name), "A name stands twice.");
        Unique(list, activities.Concat(onto.Activities.ExceptBy(activities.Select(a => a.Name), a => a.Name)).Select(activity => activity.Letter.ToString()),
            "A letter stands for two activities.");
        MarkingRegistry withActivities = onto.With([], activities);
        ImmutableArray<OpaqueToken> tokens =
            file.TryMember("tokens", out DocumentCursor items) ? [.. items.Items().Select(item => ReadToken(item, withActivities))] : [];
        IEnumerable<OpaqueToken> kept = onto.Tokens.ExceptBy(tokens.Select(token => token.Text), token => token.Text);
        Unique(items, tokens.Select(token => token.Text), "A banner spelling stands twice.");
        Unique(items, tokens.Concat(kept).Select(token => token.Portion), "A portion spelling stands twice.");
        return file.Errors.Count == 0 ? withActivities.With(tokens, []) : onto;
    }

    private static OpaqueToken ReadToken(DocumentCursor item, MarkingRegistry registry)
    {
        item.Members("policy", "category", "banner", "portion?");
        if (item.TryMember("policy", out DocumentCursor policy) && policy.Text() != UsGrammar.Policy)
        {
            policy.Fail("not-a-policy", "US is expected here: no other policy's marks have categories of tokens.");
        }

        OpaqueCategory category = item.TryMember("category", out DocumentCursor kind)
            ? kind.Word("not-a-category", "sci, sap, aea or nonic is expected here.", (string text, out OpaqueCategory c) => TryCategory(text, out c))
            : default;
        string banner = item.TryMember("banner", out DocumentCursor longForm) ? ReadSpelling(longForm, category, MarkingKind.Banner, registry) : "";
        string portion = item.TryMember("portion", out DocumentCursor shortForm) ? ReadSpelling(shortForm, category, MarkingKind.Portion, registry) : banner;
        if (!item.Has("portion") && banner.Length > 0 && IsTaken(banner, MarkingKind.Portion, registry))
        {
            item.Fail("taken", "The banner spelling means something else in portions; give a portion spelling.");
        }

        return new OpaqueToken(category, banner) { Portion = portion };
    }

    private static string ReadSpelling(DocumentCursor item, OpaqueCategory category, MarkingKind kind, MarkingRegistry registry)
    {
        string text = item.Text();
        if (text.Length == 0)
        {
            return text; // reported already
        }

        if (text.Length > MaxTokenLength || !IsToken(text))
        {
            item.Fail("not-a-token", $"A-Z and digits are expected here, joined by single hyphens or spaces, {MaxTokenLength} characters at most.");
        }
        else if (category == OpaqueCategory.Sap && !text.StartsWith("SAR-", StringComparison.Ordinal)
            && !(kind == MarkingKind.Banner && text.StartsWith("SPECIAL ACCESS REQUIRED-", StringComparison.Ordinal)))
        {
            item.Fail("not-a-sap-token", "A special access programme begins with SAR-, in banners also with SPECIAL ACCESS REQUIRED-.");
        }
        else if (IsTaken(text, kind, registry))
        {
            item.Fail("taken", "This means something else in a mark; enable another spelling.");
        }

        return text;
    }

    private static NatoActivity ReadActivity(DocumentCursor item)
    {
        item.Members("name", "letter");
        string name = item.TryMember("name", out DocumentCursor called) ? called.Text() : "";
        if (name.Length > 0 && (!IsName(name) || UsVocabulary.LevelOf(name, MarkingKind.Banner) is not null || name == "TOP"))
        {
            called.Fail("not-an-activity", "2 to 15 characters A-Z and digits are expected here, and no class.");
        }

        string letter = item.TryMember("letter", out DocumentCursor sign) ? sign.Text() : "";
        if (letter.Length > 0 && (letter.Length != 1 || !char.IsAsciiLetterUpper(letter[0])))
        {
            sign.Fail("not-a-letter", "One letter A-Z is expected here.");
        }

        return new NatoActivity(name, letter.Length == 1 ? letter[0] : '?', "registry file");
    }

    // What the grammar reads before it looks for tokens, or could be taken for.
    private static bool IsTaken(string text, MarkingKind kind, MarkingRegistry registry)
    {
        var part = new MarkPart(text, 0);
        return registry.Lexicon(kind).Control(text) is not null
            || registry.Lexicon(UsVocabulary.Other(kind)).Control(text) is not null
            || part.BeginsWith(UsVocabulary.Fgi) || part.BeginsWith(UsVocabulary.LongFgi)
            || part.BeginsWith("REL") || part.BeginsWith("DISPLAY ONLY")
            || UsClassReader.LooksLikeClass(part, registry);
    }

    private static bool TryCategory(string text, out OpaqueCategory category)
    {
        (bool known, category) = text switch
        {
            "sci" => (true, OpaqueCategory.Sci),
            "sap" => (true, OpaqueCategory.Sap),
            "aea" => (true, OpaqueCategory.Aea),
            "nonic" => (true, OpaqueCategory.NonIc),
            _ => (false, default),
        };
        return known;
    }

    private static void Unique(DocumentCursor list, IEnumerable<string> spellings, string message)
    {
        string[] written = [.. spellings.Where(text => text is { Length: > 0 } and not "?")];
        if (written.Distinct(StringComparer.Ordinal).Count() < written.Length)
        {
            list.Fail("duplicate", message);
        }
    }

    private static bool IsToken(string text)
    {
        bool joined = true; // as if a joiner stood before the first character
        foreach (char c in text)
        {
            bool joiner = c is ' ' or '-';
            if ((joiner && joined) || (!joiner && !char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c)))
            {
                return false;
            }

            joined = joiner;
        }

        return !joined;
    }

    private static bool IsName(string text) =>
        text.Length is >= 2 and <= 15 && char.IsAsciiLetterUpper(text[0]) && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
