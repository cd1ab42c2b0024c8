using System.Collections.Immutable;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Markings;

/// <summary>
/// Reads a marking under its own policy. Pure and total: any input gives an outcome, nothing throws. Reports every error it can find
/// in one go. Rule ids are listed in <c>docs/markings.md</c>.
/// </summary>
public static class MarkingReader
{
    /// <summary>Longest mark that is looked at, in characters.</summary>
    public const int MaxTextLength = 2048;

    /// <summary>Longest stated list that is looked at, in codes.</summary>
    public const int MaxListLength = 512;

    /// <summary>Reads a marking as a portion mark or a banner.</summary>
    public static MarkingReading Read(Marking marking, MarkingKind kind, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(marking);
        ArgumentNullException.ThrowIfNull(registry);
        if (registry.Memo.TryGet(marking, kind, out MarkingReading.Readable? known))
        {
            return known;
        }

        MarkingReading reading = ReadAfresh(marking, kind, registry);
        if (reading is MarkingReading.Readable readable)
        {
            registry.Memo.Add(marking, kind, readable);
        }

        return reading;
    }

    /// <summary>
    /// Reads a portion mark that may say "as the banner": a bare <c>REL</c>, and a <c>JOINT</c> without owners (CAPCO 2016 §H.3 p56, §H.8 p151).
    /// The marking that comes out spells what the banner says, so it stands for itself and can be stored; what cannot be resolved is an
    /// error. Positions are those of the text as given. Marks of policies other than US have no such forms and are read as they are.
    /// </summary>
    public static MarkingReading Resolve(Marking portion, ParsedMarking banner, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(portion);
        ArgumentNullException.ThrowIfNull(banner);
        ArgumentNullException.ThrowIfNull(registry);
        if (portion.Policy != UsGrammar.Policy || banner.Source.Policy != UsGrammar.Policy || portion.Text is null or { Length: 0 or > MaxTextLength })
        {
            return Read(portion, MarkingKind.Portion, registry);
        }

        var errors = new MarkingErrors();
        StatedFields.Check(portion, registry, errors);
        return !errors.Any && UsGrammar.ReadUnder(banner, portion, registry, errors) is { } resolved
            ? Read(resolved.Source, MarkingKind.Portion, registry)
            : new MarkingReading.Unreadable(errors.Errors);
    }

    /// <summary>The same as <see cref="Read"/> without remembering, for marks that are met once.</summary>
    public static MarkingReading ReadAfresh(Marking marking, MarkingKind kind, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(marking);
        ArgumentNullException.ThrowIfNull(registry);
        var errors = new MarkingErrors();
        ParsedMarking? parsed = ReadInto(marking, kind, registry, errors);
        return parsed is null || errors.Any
            ? new MarkingReading.Unreadable(errors.Errors)
            : new MarkingReading.Readable(errors.Warned ? parsed with { Warnings = errors.Warnings } : parsed);
    }

    private static ParsedMarking? ReadInto(Marking marking, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors)
    {
        if (marking.Text is null || marking.Text.Length is 0 or > MaxTextLength)
        {
            errors.Add("MARK-LENGTH", 0, $"Write a mark of 1 to {MaxTextLength} characters.");
            return null;
        }

        IMarkingGrammar? grammar = marking.Policy is null ? null : Grammars.Find(marking.Policy, registry);
        if (grammar is null)
        {
            errors.Add("MARK-POLICY", 0, Grammars.NameOne + PolicyGuess.Hint(marking.Text, marking.Policy ?? ""));
            return null;
        }

        StatedFields.Check(marking, registry, errors);
        if (errors.Any || grammar.Read(marking, kind, registry, errors) is not { } parsed || errors.Any)
        {
            return null;
        }

        return parsed.Canonical.Length > 0 ? parsed : parsed with { Canonical = grammar.Print(parsed, kind, registry) };
    }
}

/// <summary>The fields of a marking that stand beside its text.</summary>
internal static class StatedFields
{
    // 9999-12-31T23:59:59.999Z: the last instant that a DateTimeOffset can hold.
    private const long LastMs = 253_402_300_799_999;
    private const int MaxCommunityLength = 64;

    public static void Check(Marking marking, MarkingRegistry registry, MarkingErrors errors)
    {
        CheckList(marking.ReleasableTo, "MARK-LIST", registry, errors);
        CheckList(marking.OriginatorList, "MARK-ORIGINATOR-LIST", registry, errors);
        if (marking.NotBeforeMs is < 0 or > LastMs)
        {
            errors.Add("MARK-EMBARGO", 0, "State the embargo in milliseconds since 1970, UTC, or 0 for none.");
        }

        string community = marking.Community ?? "";
        if (community.Length > MaxCommunityLength || community.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            errors.Add("MARK-COMMUNITY", 0, $"Name the community in at most {MaxCommunityLength} printable ASCII characters.");
        }
        else if (community.Length > 0 && marking.Policy != TlpGrammar.Policy)
        {
            errors.Add("MARK-COMMUNITY", 0, "Only TLP marks have a community; leave it empty.");
        }
    }

    /// <summary>
    /// The release list of a mark: the one in the text, or the stated one where the text has none and the grammar leaves it open.
    /// Both must agree when both are there. Codes in register order, or null for no list.
    /// </summary>
    public static ImmutableArray<string>? Merge(
        ImmutableArray<string>? spelt, Marking marking, bool mustBeSpelt, MarkingRegistry registry, MarkingErrors errors)
    {
        if (marking.ReleasableTo.IsDefaultOrEmpty)
        {
            return spelt;
        }

        if (spelt is null && !mustBeSpelt)
        {
            return registry.InOrder(marking.ReleasableTo);
        }

        if (spelt is null || !CodeSet.Of(spelt.Value).Equals(CodeSet.Of(marking.ReleasableTo)))
        {
            errors.Add("MARK-LIST-DISAGREES", 0,
                "The stated release list and the mark differ; state the list of the mark, or leave it empty.");
        }

        return spelt;
    }

    private static void CheckList(
        ImmutableArray<string> list, string rule, MarkingRegistry registry, MarkingErrors errors)
    {
        if (list.IsDefaultOrEmpty)
        {
            return;
        }

        if (list.Length > MarkingReader.MaxListLength)
        {
            errors.Add($"{rule}-LENGTH", 0, $"State at most {MarkingReader.MaxListLength} codes.");
        }
        else if (list.Any(code => code is null || !registry.IsKnown(code)))
        {
            errors.Add($"{rule}-CODE", 0, "A stated list holds a code that is not registered; use registered codes.");
        }
        else if (list.Distinct(StringComparer.Ordinal).Count() != list.Length)
        {
            errors.Add($"{rule}-DUPLICATE", 0, "A stated list holds a code twice; remove one.");
        }
    }
}
