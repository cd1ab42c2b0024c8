using System.Collections.Immutable;
using System.Text;
using Gateway.Mutations.Checks;

namespace Gateway.Mutations;

/// <summary>Every check that has an edit which removes it, in the order of docs/threat-model.md.</summary>
public static class Catalogue
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Mutation> All { get; } =
    [
        .. PackageChecks.All, .. ChainChecks.All, .. CheckpointChecks.All, .. SealingChecks.All, .. WireChecks.All, .. PermitChecks.All, .. IntakeChecks.All,
        .. MandatoryRules.All, .. MandatoryParts.All, .. CompiledRules.All, .. PolicyRules.All, .. PolicyReading.All, .. FeedChecks.All, .. NoticeChecks.All, .. WitnessChecks.All, .. OfficerChecks.All,
    ];

    /// <summary>The table of docs/threat-model.md, a row a check; a test compares.</summary>
    public static string ToMarkdown()
    {
        var table = new StringBuilder("| check | tests that fail without it |\n| --- | --- |\n");
        foreach (Mutation mutation in All)
        {
            table.Append("| ").Append(mutation.Check).Append(" | ").AppendJoin(", ", mutation.Killers).Append(" |\n");
        }

        return table.ToString();
    }
}
