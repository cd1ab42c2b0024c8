using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>Reads the categories after the class: opaque tokens, FGI, dissemination controls; each at most once and in register
/// order.</summary>
internal static class UsCategoryReader
{
    private const string Fgi = "FGI";
    private const string LongFgi = "FOREIGN GOVERNMENT INFORMATION";
    private const int FgiRank = (int)OpaqueCategory.Aea + 1;
    private const int DissemRank = FgiRank + 1;
    private const int NonIcRank = DissemRank + 1;

    public static void Read(Piece piece, UsMark mark, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        Piece[] tokens = [.. piece.Split("/")];
        if (piece.Text.Length == 0)
        {
            errors.Add("US-CATEGORY-EMPTY", piece.Start, "Nothing stands between the slashes; remove //.");
        }
        else if (tokens.FirstOrDefault(IsRagged) is { Text: not null } ragged)
        {
            errors.Add("US-SEPARATOR", ragged.Start, "Separate controls by one / without spaces around it.");
        }
        else if (StartOfFgi(piece.Text) is { } list)
        {
            Enter(FgiRank, piece, mark, errors);
            mark.FgiStart = piece.Start;
            mark.Fgi = ReadFgi(piece, list, registry, errors);
        }
        else if (tokens.All(token => registry.TryGetToken(token.Text, out _)))
        {
            ReadOpaque(tokens, mark, registry, errors);
        }
        else if (tokens.Length == 1 && UsClassReader.LooksLikeClass(piece.Text, registry))
        {
            errors.Add("US-CLASS-SECOND", piece.Start, "A mark has exactly one classification; remove the second.");
        }
        else
        {
            Enter(DissemRank, piece, mark, errors);
            foreach (Piece token in tokens)
            {
                ReadControl(token, mark, kind, registry, errors);
            }
        }
    }

    private static void Enter(int rank, Piece piece, UsMark mark, MarkingErrors errors)
    {
        if (rank == mark.LastCategory)
        {
            errors.Add("US-CATEGORY-DUPLICATE", piece.Start, "This category stands twice; join both with /.");
        }
        else if (rank < mark.LastCategory)
        {
            errors.Add("US-CATEGORY-ORDER", piece.Start, "Order the categories: SCI, SAP, AEA, FGI, dissemination, others.");
        }

        mark.LastCategory = Math.Max(rank, mark.LastCategory);
    }

    private static void ReadOpaque(Piece[] tokens, UsMark mark, MarkingRegistry registry, MarkingErrors errors)
    {
        _ = registry.TryGetToken(tokens[0].Text, out OpaqueCategory category);
        Enter(category == OpaqueCategory.NonIc ? NonIcRank : (int)category, tokens[0], mark, errors);
        foreach (Piece token in tokens)
        {
            _ = registry.TryGetToken(token.Text, out OpaqueCategory own);
            var opaque = new OpaqueToken(own, token.Text);
            if (own != category)
            {
                errors.Add("US-CATEGORY-ORDER", token.Start, $"{token.Text} belongs to another category; put it behind its own //.");
            }
            else if (mark.Opaque.Contains(opaque))
            {
                errors.Add("US-CONTROL-DUPLICATE", token.Start, $"{token.Text} stands twice; remove one.");
            }
            else if (mark.Opaque.Count > 0 && mark.Opaque[^1].Category == own
                && string.CompareOrdinal(mark.Opaque[^1].Text, token.Text) > 0)
            {
                errors.Add("US-CONTROL-ORDER", token.Start, $"Put {token.Text} before {mark.Opaque[^1].Text}.");
            }

            mark.Opaque.Add(opaque);
        }
    }

    // Decision: USA inside an FGI list is rejected; owners are nations, NATO or the EU (DoDM 5200.01-V2 Encl. 4 §9).
    private static ForeignGovernmentInformation ReadFgi(Piece piece, int list, MarkingRegistry registry, MarkingErrors errors)
    {
        if (list == piece.Text.Length)
        {
            return new ForeignGovernmentInformation(true, []);
        }

        Piece owners = piece.From(list + 1);
        Piece usa = owners.Split(" ").FirstOrDefault(code => code.Text == UsVocabulary.Usa);
        if (usa.Text is not null)
        {
            errors.Add("US-FGI-USA", usa.Start, "USA information is not foreign; remove USA from the FGI list.");
            return new ForeignGovernmentInformation(false, []);
        }

        ImmutableArray<string> codes = new CodeLists("US", " ", UsaFirst: false, registry.IsOwner).Read(owners, registry, errors);
        return new ForeignGovernmentInformation(false, [.. codes.Order(StringComparer.Ordinal)]);
    }

    private static void ReadControl(Piece token, UsMark mark, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        if (!UsVocabulary.TryControl(token.Text, kind, out UsControl? control))
        {
            AddUnknown(token, kind, errors);
            return;
        }

        UsControl? last = mark.LastControl;
        if (!mark.TryAdd(control, token.Start))
        {
            errors.Add("US-CONTROL-DUPLICATE", token.Start, $"{control.Spelling(kind)} stands twice; remove one.");
            return;
        }

        if (last is not null && UsVocabulary.Controls.IndexOf(last) > UsVocabulary.Controls.IndexOf(control))
        {
            errors.Add("US-CONTROL-ORDER", token.Start, $"Put {control.Spelling(kind)} before {last.Spelling(kind)}.");
        }

        Piece list = token.From(Math.Min(control.Spelling(kind).Length + 1, token.Text.Length));
        switch (control.Kind)
        {
            case UsControlKind.RelTo:
                mark.RelTo = new CodeLists("US", ", ", UsaFirst: true, registry.IsInUsRegister).Read(list, registry, errors);
                break;
            case UsControlKind.DisplayOnly:
                mark.DisplayOnly = new CodeLists("US", ", ", UsaFirst: false, registry.IsInUsRegister).Read(list, registry, errors);
                break;
            case UsControlKind.Flag:
                break;
        }
    }

    private static void AddUnknown(Piece token, MarkingKind kind, MarkingErrors errors)
    {
        if (token.Text is "REL" or "REL TO")
        {
            errors.Add("US-REL-BARE", token.Start, "Write REL TO with its list; a bare REL means nothing outside its document.");
        }
        else if (token.Text == "DISPLAY ONLY")
        {
            errors.Add("US-DISPLAY-BARE", token.Start, "Write DISPLAY ONLY with its list.");
        }
        else if (UsVocabulary.TryControl(token.Text, UsVocabulary.Other(kind), out UsControl? other))
        {
            errors.Add("US-FORM", token.Start, $"Write {other.Spelling(kind)} in this kind of mark.");
        }
        else
        {
            errors.Add("US-TOKEN-UNKNOWN", token.Start, "This token is not in the register, or not enabled here; remove it.");
        }
    }

    private static bool IsRagged(Piece token) =>
        token.Text.Length == 0 || token.Text[0] == ' ' || token.Text[^1] == ' ' || token.Text.Contains("  ", StringComparison.Ordinal);

    // Length of the keyword when the piece is an FGI category.
    private static int? StartOfFgi(string text)
    {
        foreach (string keyword in (ReadOnlySpan<string>)[Fgi, LongFgi])
        {
            if (text == keyword || text.StartsWith(keyword + " ", StringComparison.Ordinal))
            {
                return keyword.Length;
            }
        }

        return null;
    }
}
