using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Gateway.Core.Markings.UsRegister;

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

/// <summary>The classification part of a US-format mark. Owners stand in ordinal order.</summary>
internal readonly record struct UsClass(UsForm Form, Level Level, ImmutableArray<string> Owners, NatoActivity? Activity = null);

/// <summary>Reads the classification part (CAPCO 2016 §H.1–H.3, §H.7).</summary>
internal static class UsClassReader
{
    private static readonly ImmutableArray<string> Concealed = [ParsedMarking.ConcealedOwner];

    /// <summary>The class, or null when something was reported.</summary>
    public static UsClass? Read(MarkPart part, bool slashes, in UsReading reading) =>
        !slashes ? ReadUs(part, reading)
        : part.BeginsWith(UsVocabulary.Joint) ? ReadJoint(part, reading)
        : ReadForeign(part, reading);

    /// <summary>True when the part would be a classification if it stood first.</summary>
    public static bool LooksLikeClass(MarkPart part, MarkingRegistry registry)
    {
        foreach (MarkingKind kind in (ReadOnlySpan<MarkingKind>)[MarkingKind.Portion, MarkingKind.Banner])
        {
            if (UsVocabulary.LevelOf(part.Text, kind) is not null || NatoClass.Read(part.Text, kind, registry) is not null
                || (LevelAtEnd(part.Text, kind, out int owners) is not null && AllCodes(part.Until(owners), registry)))
            {
                return true;
            }
        }

        return part.BeginsWith(UsVocabulary.Joint);
    }

    private static UsClass? ReadUs(MarkPart part, in UsReading reading)
    {
        MarkingKind kind = reading.Kind;
        if (UsVocabulary.LevelOf(part.Text, kind) is { } level)
        {
            if (level != Level.Restricted)
            {
                return new UsClass(UsForm.Us, level, UsVocabulary.UsaAlone);
            }

            reading.Errors.Add("US-CLASS-RESTRICTED", part.Start,
                "The United States has no RESTRICTED; use CONFIDENTIAL, or //owner RESTRICTED for another's.");
        }
        else if (UsVocabulary.LevelOf(part.Text, UsVocabulary.Other(kind)) is { } other)
        {
            reading.Errors.Add("US-FORM", part.Start, $"Write {UsVocabulary.Word(other, kind)} in a {Name(kind)}.");
        }
        else if (NatoClass.Read(part.Text, kind, reading.Registry) is not null || part.Text.StartsWith("JOINT ", StringComparison.Ordinal))
        {
            reading.Errors.Add("US-CLASS-SLASHES", part.Start, "Marks that are not of the United States alone begin with //.");
        }
        else
        {
            reading.Errors.Add("US-CLASS-UNKNOWN", part.Start,
                $"Begin with {UsVocabulary.Word(Level.Secret, kind)} or another class in the form of a {Name(kind)}.");
        }

        return null;
    }

    private static UsClass? ReadJoint(MarkPart part, in UsReading reading)
    {
        MarkPart rest = part.From(UsVocabulary.Joint.Length + 1);
        if (LevelAtStart(rest.Text, reading.Kind, out int after) is not { } level)
        {
            reading.Errors.Add("US-CLASS-UNKNOWN", rest.Start, $"After JOINT write a class in the form of a {Name(reading.Kind)}.");
            return null;
        }

        if (level == Level.Restricted)
        {
            reading.Errors.Add("US-JOINT-RESTRICTED", rest.Start, "Joint marks have no RESTRICTED; use CONFIDENTIAL.");
        }

        if (rest.Text.Length == after)
        {
            return ReadOwnersOfBanner(rest, level, reading);
        }

        MarkPart list = rest.From(after + 1);
        ImmutableArray<string> owners = UsLists.Read(list, UsListKind.Owners, reading.Registry, reading.Errors);
        if (!reading.Errors.Any && (!owners.Contains(UsVocabulary.Usa) || owners.Length < 2))
        {
            reading.Errors.Add("US-JOINT-OWNERS", list.Start, "Name USA and at least one more owner.");
        }

        return new UsClass(UsForm.Joint, level, Ordinal(owners));
    }

    // A portion without owners is owned as its document is (CAPCO 2016 §H.3 p56).
    private static UsClass? ReadOwnersOfBanner(MarkPart rest, Level level, in UsReading reading)
    {
        if (reading.Banner is { Joint: true } banner)
        {
            return new UsClass(UsForm.Joint, level, banner.Owners);
        }

        reading.Errors.Add("US-JOINT-BARE", rest.Start, reading.Banner is null
            ? "Name the owners; a bare JOINT means nothing outside its document."
            : "Name the owners; the banner is not a joint one.");
        return null;
    }

    private static UsClass? ReadForeign(MarkPart part, in UsReading reading)
    {
        MarkingKind kind = reading.Kind;
        if (NatoClass.Read(part.Text, kind, reading.Registry) is { } nato)
        {
            return new UsClass(UsForm.Foreign, nato.Level, UsVocabulary.NatoAlone, nato.Activity);
        }

        if (NatoClass.Read(part.Text, UsVocabulary.Other(kind), reading.Registry) is { } other)
        {
            reading.Errors.Add("US-FORM", part.Start, $"Write {other.Word(kind)} in a {Name(kind)}.");
            return null;
        }

        Level? level = LevelAtEnd(part.Text, kind, out int end);
        MarkPart owners = part.Until(end);
        if (part.Text.StartsWith("COSMIC", StringComparison.Ordinal)
            || (level == Level.TopSecret && owners.BeginsWith(UsVocabulary.Nato)))
        {
            reading.Errors.Add("US-NATO-COSMIC", part.Start, "COSMIC goes with TOP SECRET, and NATO with every lower class.");
        }
        else if (owners.Text.StartsWith("NATO ", StringComparison.Ordinal) && level is not null)
        {
            reading.Errors.Add("US-NATO-ACTIVITY", part.Start + UsVocabulary.Nato.Length + 1,
                "This is no NATO activity that is registered here; write NATO and the class, or enable the activity.");
        }
        else if (level is not { } found)
        {
            reading.Errors.Add("US-CLASS-UNKNOWN", part.Start, $"After // write the owners and a class in the form of a {Name(kind)}.");
        }
        else if (kind == MarkingKind.Portion && owners.Text is ParsedMarking.ConcealedOwner)
        {
            return new UsClass(UsForm.Foreign, found, Concealed);
        }
        else
        {
            return new UsClass(UsForm.Foreign, found, Ordinal(UsLists.Read(owners, UsListKind.ForeignOwners, reading.Registry, reading.Errors)));
        }

        return null;
    }

    // "TOP SECRET CAN USA" → TOP SECRET, 10.
    private static Level? LevelAtStart(ReadOnlySpan<char> text, MarkingKind kind, out int end)
    {
        int first = text.IndexOf(' ');
        int second = first < 0 ? -1 : text[(first + 1)..].IndexOf(' ');
        end = first < 0 ? text.Length : second < 0 ? text.Length : first + 1 + second;
        if (first >= 0 && UsVocabulary.LevelOf(text[..end], kind) is { } twoWords)
        {
            return twoWords;
        }

        end = first < 0 ? text.Length : first;
        return UsVocabulary.LevelOf(text[..end], kind);
    }

    // "CAN GBR TOP SECRET" → TOP SECRET, 7: where the owners end. The longest class word wins.
    private static Level? LevelAtEnd(ReadOnlySpan<char> text, MarkingKind kind, out int owners)
    {
        owners = Math.Max(0, text.LastIndexOf(' '));
        if (owners == 0)
        {
            return null;
        }

        int before = text[..owners].LastIndexOf(' ');
        if (before > 0 && UsVocabulary.LevelOf(text[(before + 1)..], kind) is { } twoWords)
        {
            owners = before;
            return twoWords;
        }

        return UsVocabulary.LevelOf(text[(owners + 1)..], kind);
    }

    private static bool AllCodes(MarkPart list, MarkingRegistry registry)
    {
        foreach (MarkPart code in list.Split(" "))
        {
            if (registry.Code(code.Text) is null)
            {
                return false;
            }
        }

        return true;
    }

    private static string Name(MarkingKind kind) => kind switch
    {
        MarkingKind.Portion => "portion",
        MarkingKind.Banner => "banner",
    };

    /// <summary>Register order puts organisations last; owners are kept in ordinal order, so most lists are that already.</summary>
    public static ImmutableArray<string> Ordinal(ImmutableArray<string> codes)
    {
        for (int i = 1; i < codes.Length; i++)
        {
            if (string.CompareOrdinal(codes[i - 1], codes[i]) > 0)
            {
                string[] sorted = [.. codes];
                Array.Sort(sorted, StringComparer.Ordinal);
                return ImmutableCollectionsMarshal.AsImmutableArray(sorted);
            }
        }

        return codes;
    }
}
