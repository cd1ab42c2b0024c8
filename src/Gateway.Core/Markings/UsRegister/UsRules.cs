using System.Collections.Immutable;

namespace Gateway.Core.Markings.UsRegister;

/// <summary>Rules on how the parts of a US mark go together (CAPCO 2016 §H, ISM Schematron).</summary>
internal static class UsRules
{
    public static void Check(UsMark mark, MarkingRegistry registry, MarkingErrors errors)
    {
        CheckReleaseList(mark, errors);
        CheckDisplayOnly(mark, errors);
        CheckPairs(mark, errors);
        CheckLevels(mark, errors);
        CheckForeign(mark, errors);
        CheckJoint(mark, registry, errors);
    }

    private static void CheckReleaseList(UsMark mark, MarkingErrors errors)
    {
        if (mark.RelTo is not { } list)
        {
            return;
        }

        int start = mark.StartOf(UsVocabulary.RelTo);
        if (list.IsEmpty || list[0] != UsVocabulary.Usa)
        {
            // S-00214. Diagnosed, never repaired: whether USA was forgotten or left out on purpose is not ours to guess.
            errors.Add("US-REL-USA-FIRST", start + "REL TO ".Length, "Begin the list with USA.");
        }
        else if (list.Length < 2)
        {
            errors.Add("US-REL-ALONE", start, "Name at least one code besides USA, or use NOFORN."); // S-00319
        }
    }

    private static void CheckDisplayOnly(UsMark mark, MarkingErrors errors)
    {
        if (mark.DisplayOnly is { } list && list.Contains(UsVocabulary.Usa))
        {
            errors.Add("US-DISPLAY-USA", mark.StartOf(UsVocabulary.DisplayOnly),
                "USA holds the information; remove it from DISPLAY ONLY.");
        }
    }

    private static void CheckPairs(UsMark mark, MarkingErrors errors)
    {
        bool noForn = mark.Has(Controls.NoForn);
        if (noForn && (mark.RelTo is not null || mark.DisplayOnly is not null || mark.Has(Controls.RelIdo)))
        {
            // S-00033, S-00169
            errors.Add("US-NOFORN-EXCLUDES", mark.StartOf(Controls.NoForn),
                "NOFORN stands without REL TO, RELIDO and DISPLAY ONLY; keep one.");
        }

        if (mark.Has(Controls.RelIdo) && mark.DisplayOnly is not null)
        {
            errors.Add("US-RELIDO-DISPLAY", mark.StartOf(Controls.RelIdo), "RELIDO and DISPLAY ONLY exclude each other; keep one.");
        }

        if (mark.Has(Controls.Orcon) && mark.Has(Controls.OrconUsGov | Controls.RelIdo))
        {
            errors.Add("US-ORCON-EXCLUDES", mark.StartOf(Controls.Orcon), "ORCON stands without ORCON-USGOV and RELIDO; keep ORCON.");
        }
    }

    private static void CheckLevels(UsMark mark, MarkingErrors errors)
    {
        if (mark.Has(Controls.Orcon) && mark.Class.Level < Level.Confidential)
        {
            // S-00028
            errors.Add("US-ORCON-LEVEL", mark.StartOf(Controls.Orcon), "ORCON needs CONFIDENTIAL or above; classify, or remove it.");
        }

        if (mark.Has(Controls.Fouo) && mark.Class.Level != Level.Unclassified)
        {
            errors.Add("US-FOUO-LEVEL", mark.StartOf(Controls.Fouo), "FOUO is for UNCLASSIFIED; remove it."); // S-00030
        }
    }

    private static void CheckForeign(UsMark mark, MarkingErrors errors)
    {
        if (mark.Class.Form != UsForm.Foreign)
        {
            return;
        }

        if (mark.Fgi is not null)
        {
            // DoDM 5200.01-V2 Encl. 4 §9
            errors.Add("US-FGI-FOREIGN", mark.FgiStart, "A foreign mark names its owners already; remove FGI.");
        }

        if (mark.Has(Controls.RelIdo))
        {
            errors.Add("US-RELIDO-FOREIGN", mark.StartOf(Controls.RelIdo), "RELIDO is for US information; remove it."); // S-00124
        }
    }

    // CAPCO 2016 §H.3 p55-57. A joint mark without REL TO is refused: nobody could tell whether its owners may have it.
    private static void CheckJoint(UsMark mark, MarkingRegistry registry, MarkingErrors errors)
    {
        if (mark.Class.Form != UsForm.Joint)
        {
            return;
        }

        if (mark.Has(Controls.NoForn))
        {
            errors.Add("US-JOINT-NOFORN", mark.StartOf(Controls.NoForn), "Joint information is foreign too; remove NOFORN.");
        }

        if (mark.RelTo is not { } list)
        {
            errors.Add("US-JOINT-REL", mark.ClassStart, "Add REL TO with every owner.");
            return;
        }

        foreach (string owner in mark.Class.Owners)
        {
            if (!Covers(list, owner, registry))
            {
                errors.Add("US-JOINT-REL", mark.StartOf(UsVocabulary.RelTo), $"Add the owner {owner} to REL TO.");
                return;
            }
        }

        if (list.Any(code => !mark.Class.Owners.Contains(code)))
        {
            errors.Warn("US-JOINT-REL-WIDER", mark.StartOf(UsVocabulary.RelTo),
                "REL TO goes beyond the owners; make sure that all of them agreed.");
        }
    }

    // By its own code, or as a member of a listed coalition that expands in roll-ups.
    private static bool Covers(ImmutableArray<string> list, string owner, MarkingRegistry registry)
    {
        foreach (string code in list)
        {
            if (code == owner
                || (registry.TryGetCoalition(code, out Coalition? group) && group.ExpandsInRollUp && group.Members.Contains(owner)))
            {
                return true;
            }
        }

        return false;
    }
}
