using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Fuzz.Targets;

/// <summary>Rosters, agreements, marks: what people write. Reading never throws, and reading what was written changes nothing.</summary>
internal static class DocumentTargets
{
    private const long Base = 32 << 20;
    private const long PerByte = 16 * 1024;

    public static ImmutableArray<FuzzTarget> All { get; } =
    [
        new("roster", OneRoster, Base, PerByte),
        new("signed-roster", bytes => SignedRoster.TryRead(bytes, out Roster? read, out ImmutableArray<DocumentError> errors) ? $"read {read.Partners.Length}" : First(errors), Base, PerByte),
        new("agreement", OneAgreement, Base, PerByte),
        .. PolicyTargets.All,
        new("marking-us", bytes => Mark(bytes, "US"), Base, PerByte),
        new("marking-nation", bytes => Mark(bytes, "FRA"), Base, PerByte),
        new("marking-tlp", bytes => Mark(bytes, "TLP"), Base, PerByte),
    ];

    private static string OneRoster(byte[] bytes)
    {
        if (!RosterReader.TryRead(bytes, out Roster? read, out ImmutableArray<DocumentError> errors))
        {
            Promise.Holds(!errors.IsEmpty, "a refusal has a reason");
            return First(errors);
        }

        byte[] written = RosterWriter.Write(read);
        Promise.Holds(RosterReader.TryRead(written, out Roster? again, out _), "what was written can be read");
        Promise.Holds(RosterWriter.Write(again).AsSpan().SequenceEqual(written), "writing again gives the same bytes");
        return $"read {read.Partners.Length} {Promise.Size(written.Length)}";
    }

    private static string OneAgreement(byte[] bytes)
    {
        if (!AgreementReader.TryRead(bytes, out Agreement? read, out ImmutableArray<DocumentError> errors))
        {
            Promise.Holds(!errors.IsEmpty, "a refusal has a reason");
            return First(errors);
        }

        byte[] written = AgreementWriter.Write(read);
        Promise.Holds(AgreementReader.TryRead(written, out Agreement? again, out _), "what was written can be read");
        Promise.Holds(AgreementWriter.Write(again).AsSpan().SequenceEqual(written), "writing again gives the same bytes");
        return $"read {Promise.Size(written.Length)}";
    }

    private static string Mark(byte[] bytes, string policy)
    {
        var marking = new Marking { Policy = policy, Text = Encoding.UTF8.GetString(bytes), ReleasableTo = [] };
        string word = "";
        foreach (MarkingKind kind in Enum.GetValues<MarkingKind>())
        {
            if (MarkingReader.Read(marking, kind, MarkingRegistry.Default) is not MarkingReading.Readable readable)
            {
                word += "refused ";
                continue;
            }

            ParsedMarking read = readable.Marking;
            Promise.Holds(Enum.IsDefined(read.Level), "what is readable has a level");
            Promise.Holds(MarkingLattice.Dominates(read, read, MarkingRegistry.Default), "a mark dominates itself");
            Marking canonical = marking with { Text = read.Canonical };
            Promise.Holds(
                MarkingReader.Read(canonical, kind, MarkingRegistry.Default) is MarkingReading.Readable again && again.Marking.Canonical == read.Canonical,
                "a canonical mark reads as itself");
            word += $"{read.Level} {read.Controls} {read.ReleasableTo?.Length} ";
        }

        return word;
    }

    private static string First(ImmutableArray<DocumentError> errors) => errors.IsEmpty ? "refused" : errors[0].Rule;
}
