namespace Gateway.Core.Partners;

/// <summary>
/// The words that stand in every development certificate (as organisational unit) and in every development key file. A node outside the
/// Development environment refuses what carries them, so a demo key can never speak for a government.
/// </summary>
public static class DevelopmentMarker
{
    /// <summary>The words.</summary>
    public const string Words = "GATEWAY DEVELOPMENT ONLY";

    /// <summary>True if a certificate's distinguished name or the text of a key file carries the words, in any case.</summary>
    public static bool IsMarked(string? text) => text?.Contains(Words, StringComparison.OrdinalIgnoreCase) ?? false;
}
