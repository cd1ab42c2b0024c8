using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>Who a US-format mark speaks for.</summary>
internal enum UsForm
{
    /// <summary>The United States.</summary>
    Us,

    /// <summary>Others, with leading slashes.</summary>
    Foreign,

    /// <summary>The United States together with others.</summary>
    Joint,
}

/// <summary>The classification part of a US-format mark.</summary>
internal sealed record UsClass(UsForm Form, Level Level, ImmutableArray<string> Owners);

/// <summary>Reads the classification part (CAPCO 2016 §H.1–H.3, §H.7).</summary>
internal static class UsClassReader
{
    private const string Joint = "JOINT";

    public static UsClass? Read(Piece piece, bool slashes, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        if (!slashes)
        {
            return ReadUs(piece, kind, errors);
        }

        return piece.Text == Joint || piece.Text.StartsWith(Joint + " ", StringComparison.Ordinal)
            ? ReadJoint(piece, kind, registry, errors)
            : ReadForeign(piece, kind, registry, errors);
    }

    /// <summary>True when the piece would be a classification if it stood first.</summary>
    public static bool LooksLikeClass(string text, MarkingRegistry registry)
    {
        foreach (MarkingKind kind in Enum.GetValues<MarkingKind>())
        {
            if (UsVocabulary.TryLevel(text, kind, out _) || UsVocabulary.TryNatoLevel(text, kind, out _))
            {
                return true;
            }

            (string owners, Level? level) = SplitLevel(text, kind);
            if (level is not null && owners.Split(' ').All(registry.IsKnown))
            {
                return true;
            }
        }

        return text == Joint || text.StartsWith(Joint + " ", StringComparison.Ordinal);
    }

    private static UsClass? ReadUs(Piece piece, MarkingKind kind, MarkingErrors errors)
    {
        if (UsVocabulary.TryLevel(piece.Text, kind, out Level level))
        {
            if (level != Level.Restricted)
            {
                return new UsClass(UsForm.Us, level, [UsVocabulary.Usa]);
            }

            errors.Add("US-CLASS-RESTRICTED", piece.Start,
                "The United States has no RESTRICTED; use CONFIDENTIAL, or //owner RESTRICTED for another's.");
        }
        else if (UsVocabulary.TryLevel(piece.Text, UsVocabulary.Other(kind), out level))
        {
            errors.Add("US-FORM", piece.Start, $"Write {UsVocabulary.Word(level, kind)} in a {Name(kind)}.");
        }
        else if (UsVocabulary.TryNatoLevel(piece.Text, kind, out _) || piece.Text.StartsWith(Joint + " ", StringComparison.Ordinal))
        {
            errors.Add("US-CLASS-SLASHES", piece.Start, "Marks that are not of the United States alone begin with //.");
        }
        else
        {
            errors.Add("US-CLASS-UNKNOWN", piece.Start,
                $"Begin with {UsVocabulary.Word(Level.Secret, kind)} or another class in the form of a {Name(kind)}.");
        }

        return null;
    }

    private static UsClass? ReadJoint(Piece piece, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        Piece rest = piece.From(Math.Min(Joint.Length + 1, piece.Text.Length));
        Level? found = null;
        foreach (Level level in Enum.GetValues<Level>())
        {
            string word = UsVocabulary.Word(level, kind);
            if (rest.Text == word || rest.Text.StartsWith(word + " ", StringComparison.Ordinal))
            {
                found = level;
            }
        }

        if (found is not { } joint)
        {
            errors.Add("US-CLASS-UNKNOWN", rest.Start, $"After JOINT write a class in the form of a {Name(kind)}.");
            return null;
        }

        if (joint == Level.Restricted)
        {
            errors.Add("US-JOINT-RESTRICTED", rest.Start, "Joint marks have no RESTRICTED; use CONFIDENTIAL.");
        }

        int after = UsVocabulary.Word(joint, kind).Length;
        if (rest.Text.Length == after)
        {
            errors.Add("US-JOINT-BARE", rest.Start, "Name the owners; a bare JOINT means nothing outside its document.");
            return null;
        }

        ImmutableArray<string> owners = ReadOwners(rest.From(after + 1), registry.IsOwner, registry, errors);
        if (!errors.Any && (!owners.Contains(UsVocabulary.Usa) || owners.Length < 2))
        {
            errors.Add("US-JOINT-OWNERS", rest.Start + after + 1, "Name USA and at least one more owner.");
        }

        return new UsClass(UsForm.Joint, joint, Ordinal(owners));
    }

    private static UsClass? ReadForeign(Piece piece, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        if (UsVocabulary.TryNatoLevel(piece.Text, kind, out Level nato))
        {
            return new UsClass(UsForm.Foreign, nato, [UsVocabulary.Nato]);
        }

        if (UsVocabulary.TryNatoLevel(piece.Text, UsVocabulary.Other(kind), out nato))
        {
            errors.Add("US-FORM", piece.Start, $"Write {UsVocabulary.NatoWord(nato, kind)} in a {Name(kind)}.");
            return null;
        }

        (string owners, Level? level) = SplitLevel(piece.Text, kind);
        if (piece.Text.StartsWith("COSMIC", StringComparison.Ordinal) || (owners == UsVocabulary.Nato && level == Level.TopSecret))
        {
            errors.Add("US-NATO-COSMIC", piece.Start, "COSMIC goes with TOP SECRET, and NATO with every lower class.");
            return null;
        }

        if (level is not { } found)
        {
            errors.Add("US-CLASS-UNKNOWN", piece.Start, $"After // write the owners and a class in the form of a {Name(kind)}.");
            return null;
        }

        if (owners == ParsedMarking.ConcealedOwner && kind == MarkingKind.Portion)
        {
            return new UsClass(UsForm.Foreign, found, [ParsedMarking.ConcealedOwner]);
        }

        ImmutableArray<string> codes = ReadOwners(piece with { Text = owners }, IsForeignOwner(registry), registry, errors);
        return new UsClass(UsForm.Foreign, found, Ordinal(codes));
    }

    // Decision: NATO has words of its own, and a mark with USA among others is a joint one.
    private static Func<string, bool> IsForeignOwner(MarkingRegistry registry) =>
        code => code is not (UsVocabulary.Usa or UsVocabulary.Nato) && registry.IsOwner(code);

    private static ImmutableArray<string> ReadOwners(
        Piece list, Func<string, bool> admits, MarkingRegistry registry, MarkingErrors errors) =>
        new CodeLists("US", " ", UsaFirst: false, admits).Read(list, registry, errors);

    // "CAN GBR TOP SECRET" → "CAN GBR", TOP SECRET. The longest class word wins.
    private static (string Owners, Level? Level) SplitLevel(string text, MarkingKind kind)
    {
        foreach (Level level in Enum.GetValues<Level>().OrderByDescending(level => UsVocabulary.Word(level, kind).Length))
        {
            string tail = " " + UsVocabulary.Word(level, kind);
            if (text.EndsWith(tail, StringComparison.Ordinal))
            {
                return (text[..^tail.Length], level);
            }
        }

        return (text, null);
    }

    private static string Name(MarkingKind kind) => kind switch
    {
        MarkingKind.Portion => "portion",
        MarkingKind.Banner => "banner",
    };

    private static ImmutableArray<string> Ordinal(ImmutableArray<string> codes) => [.. codes.Order(StringComparer.Ordinal)];
}
