using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;

namespace Gateway.Client;

/// <summary>The roster that somebody pins by naming its file: its quorum's signatures are checked, the choice of file is the trust.</summary>
public static class PinnedRoster
{
    /// <summary>Reads a roster; the fault names file, place and rule. Throws <see cref="IOException"/> when the file cannot be read.</summary>
    public static bool TryRead(string path, [NotNullWhen(true)] out Roster? roster, [NotNullWhen(false)] out string? fault)
    {
        bool read = SignedRoster.TryRead(File.ReadAllBytes(path), out roster, out ImmutableArray<DocumentError> errors);
        fault = read ? null : $"{path}: {string.Join("; ", errors)}";
        return read;
    }

    /// <summary>The same for whoever cannot go on without one. Throws <see cref="InvalidDataException"/> with the fault.</summary>
    public static Roster Read(string path) => TryRead(path, out Roster? roster, out string? fault) ? roster : throw new InvalidDataException(fault);
}
