namespace Gateway.Core.Markings.UsRegister;

/// <summary>Reads dissemination controls (CAPCO 2016 §H.8).</summary>
internal static class UsControlReader
{
    public static void Read(MarkPart token, UsMark mark, in UsReading reading)
    {
        MarkingKind kind = reading.Kind;
        UsControl? control = reading.Registry.Lexicon(kind).Control(token.Text) ?? ListOf(token.Text);
        bool bare = control is null && token.Text is "REL" && reading.Banner is not null;
        if (bare)
        {
            control = UsVocabulary.RelTo;
        }

        if (control is null)
        {
            AddUnknown(token, reading);
            return;
        }

        UsControl? last = mark.LastControl;
        if (!mark.TryAdd(control, token.Start))
        {
            reading.Errors.Add("US-CONTROL-DUPLICATE", token.Start, $"{control.Spelling(kind)} stands twice; remove one.");
            return;
        }

        if (last is not null && last.Place > control.Place)
        {
            reading.Errors.Add("US-CONTROL-ORDER", token.Start, $"Put {control.Spelling(kind)} before {last.Spelling(kind)}.");
        }

        switch (control.Kind)
        {
            case UsControlKind.RelTo when bare:
                ReadListOfBanner(token, mark, reading);
                break;
            case UsControlKind.RelTo:
                mark.RelTo = UsLists.Read(token.From("REL TO ".Length), UsListKind.RelTo, reading.Registry, reading.Errors);
                break;
            case UsControlKind.DisplayOnly:
                mark.DisplayOnly = UsLists.Read(token.From("DISPLAY ONLY ".Length), UsListKind.DisplayOnly, reading.Registry, reading.Errors);
                break;
            case UsControlKind.Flag:
                break;
        }
    }

    public static void AddUnknown(MarkPart token, in UsReading reading)
    {
        if (token.Text is "REL" or "REL TO")
        {
            reading.Errors.Add("US-REL-BARE", token.Start, "Write REL TO with its list; a bare REL means nothing outside its document.");
        }
        else if (token.Text is "DISPLAY ONLY")
        {
            reading.Errors.Add("US-DISPLAY-BARE", token.Start, "Write DISPLAY ONLY with its list.");
        }
        else if (reading.Registry.Lexicon(reading.Kind).Spelling(token.Text, reading.Kind) is { } own)
        {
            reading.Errors.Add("US-CATEGORY-ORDER", token.Start, $"{own} belongs to another category; put it behind its own //.");
        }
        else if (reading.Registry.Lexicon(UsVocabulary.Other(reading.Kind)).Spelling(token.Text, reading.Kind) is { } spelling)
        {
            reading.Errors.Add("US-FORM", token.Start, $"Write {spelling} in this kind of mark.");
        }
        else
        {
            reading.Errors.Add("US-TOKEN-UNKNOWN", token.Start, "This token is not in the register, or not enabled here; remove it.");
        }
    }

    // CAPCO 2016 §H.8 p151: a bare REL is releasable to the list of the banner.
    private static void ReadListOfBanner(MarkPart token, UsMark mark, in UsReading reading)
    {
        if (reading.Banner is { ReleasableTo: { IsDefaultOrEmpty: false } list })
        {
            mark.RelTo = list;
        }
        else
        {
            reading.Errors.Add("US-REL-BARE", token.Start, "Write REL TO with its list; the banner has none.");
        }
    }

    private static UsControl? ListOf(ReadOnlySpan<char> token) =>
        token.StartsWith("REL TO ", StringComparison.Ordinal) ? UsVocabulary.RelTo
        : token.StartsWith("DISPLAY ONLY ", StringComparison.Ordinal) ? UsVocabulary.DisplayOnly
        : null;
}
