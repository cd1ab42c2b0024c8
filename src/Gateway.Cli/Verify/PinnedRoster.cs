using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;

namespace Gateway.Cli.Verify;

/// <summary>The roster that somebody pins by naming its file: signatures are checked, the choice of file is the trust.</summary>
internal static class PinnedRoster
{
    public static bool TryRead(string path, [NotNullWhen(true)] out Roster? roster, [NotNullWhen(false)] out string? fault)
    {
        bool read = SignedRoster.TryRead(File.ReadAllBytes(path), out roster, out ImmutableArray<DocumentError> errors);
        fault = read ? null : $"{path}: {string.Join("; ", errors)}";
        return read;
    }
}
