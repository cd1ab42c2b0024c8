namespace Gateway.Core.Assessments;

/// <summary>
/// Ids that mean the same at every partner: of groups, actors, scales, frameworks, templates, questions. The prefix <c>x-</c> marks an id that
/// its originator alone defines.
/// </summary>
public static class StableId
{
    private const int Most = 64;

    /// <summary><c>^[a-z0-9-]{1,64}$</c>.</summary>
    public static bool IsWellFormed(string id)
    {
        if (id.Length is 0 or > Most)
        {
            return false;
        }

        foreach (char c in id)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the originator alone defines it: well-formed, with the prefix <c>x-</c> and something after it.</summary>
    public static bool IsOwn(string id) => id.Length > 2 && id.StartsWith("x-", StringComparison.Ordinal) && IsWellFormed(id);
}
