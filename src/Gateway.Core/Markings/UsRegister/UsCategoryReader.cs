namespace Gateway.Core.Markings.UsRegister;

/// <summary>Reads the categories after the class: opaque tokens, FGI, dissemination controls; each at most once and in register
/// order.</summary>
internal static class UsCategoryReader
{
    private const int FgiRank = (int)OpaqueCategory.Aea + 1;
    private const int DissemRank = FgiRank + 1;
    private const int NonIcRank = DissemRank + 1;

    public static void Read(MarkPart part, UsMark mark, in UsReading reading)
    {
        if (part.Text.IsEmpty)
        {
            reading.Errors.Add("US-CATEGORY-EMPTY", part.Start, "Nothing stands between the slashes; remove //.");
        }
        else if (RaggedAt(part) is { } ragged)
        {
            reading.Errors.Add("US-SEPARATOR", ragged, "Separate controls by one / without spaces around it.");
        }
        else if (part.BeginsWith(UsVocabulary.Fgi) || part.BeginsWith(UsVocabulary.LongFgi))
        {
            ReadFgi(part, mark, reading);
        }
        else
        {
            int slash = part.Text.IndexOf('/');
            ReadTokens(part, slash < 0 ? part.Text : part.Text[..slash], mark, reading);
        }
    }

    // The first token says which category it is.
    private static void ReadTokens(MarkPart part, ReadOnlySpan<char> first, UsMark mark, in UsReading reading)
    {
        if (reading.Registry.Lexicon(reading.Kind).Token(first) is { } token)
        {
            Enter(token.Category == OpaqueCategory.NonIc ? NonIcRank : (int)token.Category, part.Start, mark, reading.Errors);
            ReadOpaque(part, token.Category, mark, reading);
        }
        else if (first.Length == part.Text.Length && !IsControl(first, reading) && UsClassReader.LooksLikeClass(part, reading.Registry))
        {
            reading.Errors.Add("US-CLASS-SECOND", part.Start, "A mark has exactly one classification; remove the second.");
        }
        else
        {
            Enter(DissemRank, part.Start, mark, reading.Errors);
            foreach (MarkPart control in part.Split("/"))
            {
                UsControlReader.Read(control, mark, reading);
            }
        }
    }

    private static bool IsControl(ReadOnlySpan<char> text, in UsReading reading) =>
        reading.Registry.Lexicon(reading.Kind).Control(text) is not null;

    private static void Enter(int rank, int start, UsMark mark, MarkingErrors errors)
    {
        if (rank == mark.LastCategory)
        {
            errors.Add("US-CATEGORY-DUPLICATE", start, "This category stands twice; join both with /.");
        }
        else if (rank < mark.LastCategory)
        {
            errors.Add("US-CATEGORY-ORDER", start, "Order the categories: SCI, SAP, AEA, FGI, dissemination, others.");
        }

        mark.LastCategory = Math.Max(rank, mark.LastCategory);
    }

    private static void ReadOpaque(MarkPart part, OpaqueCategory category, UsMark mark, in UsReading reading)
    {
        OpaqueToken? last = null;
        foreach (MarkPart item in part.Split("/"))
        {
            if (reading.Registry.Lexicon(reading.Kind).Token(item.Text) is not { } token)
            {
                UsControlReader.AddUnknown(item, reading);
                continue;
            }

            if (token.Category != category)
            {
                reading.Errors.Add("US-CATEGORY-ORDER", item.Start, $"{item.Text} belongs to another category; put it behind its own //.");
            }
            else if (last is { } before && string.CompareOrdinal(before.Text, token.Text) >= 0)
            {
                bool twice = mark.Tokens.Contains(token);
                reading.Errors.Add(twice ? "US-CONTROL-DUPLICATE" : "US-CONTROL-ORDER", item.Start,
                    twice ? $"{item.Text} stands twice; remove one." : $"Put {item.Text} before {before.Spelling(reading.Kind)}.");
            }

            last = token;
            mark.Add(token);
        }
    }

    // Decision: USA inside an FGI list is rejected; owners are nations, NATO or the EU (DoDM 5200.01-V2 Encl. 4 §9).
    private static void ReadFgi(MarkPart part, UsMark mark, in UsReading reading)
    {
        Enter(FgiRank, part.Start, mark, reading.Errors);
        mark.FgiStart = part.Start;
        bool spelt = !part.BeginsWith(UsVocabulary.Fgi);
        mark.IsCanonical &= !spelt;
        int keyword = (spelt ? UsVocabulary.LongFgi : UsVocabulary.Fgi).Length;
        if (keyword == part.Text.Length)
        {
            mark.Fgi = new ForeignGovernmentInformation(true, []);
            return;
        }

        MarkPart owners = part.From(keyword + 1);
        foreach (MarkPart code in owners.Split(" "))
        {
            if (code.Text is UsVocabulary.Usa)
            {
                reading.Errors.Add("US-FGI-USA", code.Start, "USA information is not foreign; remove USA from the FGI list.");
                return;
            }
        }

        mark.Fgi = new ForeignGovernmentInformation(
            false, UsClassReader.Ordinal(UsLists.Read(owners, UsListKind.Owners, reading.Registry, reading.Errors)));
    }

    // Where the first token starts that has a stray space or nothing in it; null when there is none.
    private static int? RaggedAt(MarkPart part)
    {
        char before = '/';
        foreach (char c in part.Text)
        {
            if (before is ' ' or '/' && c is ' ' or '/')
            {
                return FirstRagged(part);
            }

            before = c;
        }

        return before is ' ' or '/' ? FirstRagged(part) : null;
    }

    private static int FirstRagged(MarkPart part)
    {
        foreach (MarkPart token in part.Split("/"))
        {
            if (token.Text.IsEmpty || token.Text[0] == ' ' || token.Text[^1] == ' ' || token.Text.IndexOf("  ", StringComparison.Ordinal) >= 0)
            {
                return token.Start;
            }
        }

        return part.Start;
    }
}
