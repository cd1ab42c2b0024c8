using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Gateway.Core.Markings.UsRegister;

/// <summary>Lists of codes inside a US mark: who may receive, who may be shown it, whose information it is.</summary>
internal enum UsListKind
{
    /// <summary><c>USA, FRA, GBR</c>: USA leads (CAPCO 2016 §H.8 p151).</summary>
    RelTo,

    /// <summary><c>AFG, IRQ</c>.</summary>
    DisplayOnly,

    /// <summary><c>CAN USA</c>: nations, NATO and the EU.</summary>
    Owners,

    /// <summary><c>CAN GBR</c> of a foreign mark: with USA it would be a joint one, and NATO has words of its own.</summary>
    ForeignOwners,
}

/// <summary>Reads lists: nations A–Z, then organisations A–Z (CAPCO 2016 §A.6 p16, §H.3 p56).</summary>
internal static class UsLists
{
    /// <summary>The codes as written. Reports stray separators, unknown codes, duplicates and wrong order.</summary>
    public static ImmutableArray<string> Read(MarkPart list, UsListKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        string separator = kind is UsListKind.RelTo or UsListKind.DisplayOnly ? ", " : " ";
        var codes = new string[list.Text.Count(separator) + 1];
        int count = 0;
        bool ascending = true;
        RegisteredCode? last = null;
        foreach (MarkPart item in list.Split(separator))
        {
            if (item.Text.IsEmpty || item.Text.ContainsAny(' ', ','))
            {
                errors.Add("US-LIST-SEPARATOR", item.Start, $"Separate codes by \"{separator}\" and nothing else.");
                break;
            }

            RegisteredCode? code = registry.Code(item.Text);
            if (code is null || !Admits(kind, code))
            {
                errors.Add("US-CODE-UNKNOWN", item.Start, $"{item.Text} is not a code that may stand here; use a registered code.");
            }
            else
            {
                bool behind = last is null || ComesBefore(last, code, kind);
                ascending &= behind;
                if (!ascending && codes.AsSpan(0, count).Contains(code.Text)) // in ascending lists nothing can stand twice
                {
                    errors.Add("US-LIST-DUPLICATE", item.Start, $"{code.Text} stands twice; remove one.");
                }
                else if (!behind && !Leads(code, kind))
                {
                    errors.Add("US-LIST-ORDER", item.Start, $"Put {code.Text} before {last!.Text}: nations A-Z, then organisations A-Z.");
                }
            }

            last = code;
            codes[count++] = code?.Text ?? item.Text.ToString();
        }

        return count == codes.Length ? ImmutableCollectionsMarshal.AsImmutableArray(codes) : [.. codes.AsSpan(0, count)];
    }

    private static bool ComesBefore(RegisteredCode left, RegisteredCode right, UsListKind kind) =>
        !Leads(right, kind) && (Leads(left, kind) || RegisteredCode.Compare(left, right) < 0);

    // USA stands before all others in REL TO. A USA out of place has a rule of its own, US-REL-USA-FIRST.
    private static bool Leads(RegisteredCode code, UsListKind kind) => kind == UsListKind.RelTo && code.Text == UsVocabulary.Usa;

    private static bool Admits(UsListKind kind, RegisteredCode code) => kind switch
    {
        UsListKind.RelTo => code.InUsRegister,
        UsListKind.DisplayOnly => code.InUsRegister,
        UsListKind.Owners => code.IsOwner,
        UsListKind.ForeignOwners => code.IsOwner && code.Text is not (UsVocabulary.Usa or UsVocabulary.Nato),
    };
}
