using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.Activation;

/// <summary>What was in force at a node so far, as a successor has to know it.</summary>
/// <param name="Active">Number and digest of the set in force; null before the first.</param>
/// <param name="Newest">The highest version that was ever in force under each policy name.</param>
public sealed record PolicyPast((int Number, string Digest)? Active, ImmutableArray<PolicyVersion> Newest)
{
    /// <summary>A node without a policy.</summary>
    public static PolicyPast None { get; } = new(null, []);
}

/// <summary>
/// Versions without rollback. A set follows the one in force and no other; a file of a known name is unchanged, or has a higher version
/// and names, under <c>supersedes</c>, the newest one that was ever in force. So nothing older comes back, by whatever way. Pure.
/// </summary>
public static class PolicySuccession
{
    /// <summary>Everything that speaks against a proposal coming next, its signatures apart.</summary>
    public static ImmutableArray<ActivationFault> Check(PolicyProposal proposal, PolicySet set, PartnerCode self, PolicyPast past)
    {
        var faults = ImmutableArray.CreateBuilder<ActivationFault>();
        if (proposal.Partner != self)
        {
            faults.Add(new ActivationFault("proposal.partner", "wrong-partner", $"The proposal is for {proposal.Partner}, and this is the node of {self}."));
        }

        if (proposal.Digest != set.Digest || !proposal.Files.SequenceEqual(PolicyDigests.Of(set)))
        {
            faults.Add(new ActivationFault("proposal.policy", "other-files", "The files are not those that were signed; use the ones that the proposal was made of."));
        }

        int next = (past.Active?.Number ?? 0) + 1;
        if (proposal.Number != next || proposal.Replaces != past.Active?.Digest)
        {
            faults.Add(new ActivationFault("proposal.number", "not-next", string.Create(
                CultureInfo.InvariantCulture,
                $"The proposal is number {proposal.Number}, and number {next} comes next, after the set in force; sign again against that one.")));
        }

        faults.AddRange(Versions(set, past));
        return faults.ToImmutable();
    }

    /// <summary>The files of a set against those of before.</summary>
    public static IEnumerable<ActivationFault> Versions(PolicySet set, PolicyPast past)
    {
        foreach (PolicyFile file in set.Files)
        {
            PolicyVersion? known = past.Newest.FirstOrDefault(before => before.Name == file.Name);
            string digest = PolicyDigests.Of(file);
            if (known is null)
            {
                // A new record may take over where an older one ended; a name that is new beside others supersedes nothing.
                if (past.Active is not null && file.Supersedes is not null)
                {
                    yield return Fault(file, "supersedes-nothing", "no policy of this name was ever in force here; leave out supersedes.");
                }
            }
            else if (file.Version < known.Version)
            {
                yield return Fault(file, "rolled-back", string.Create(
                    CultureInfo.InvariantCulture, $"version {known.Version} was in force, and nothing older comes back; write a version {known.Version + 1}."));
            }
            else if (file.Version == known.Version && digest != known.Digest)
            {
                yield return Fault(file, "same-version", string.Create(
                    CultureInfo.InvariantCulture,
                    $"version {known.Version} was in force with another text; write version {known.Version + 1} supersedes {known.Version} {known.Digest}."));
            }
            else if (file.Version > known.Version && file.Supersedes != (known.Version, known.Digest))
            {
                yield return Fault(file, "not-superseding", string.Create(
                    CultureInfo.InvariantCulture, $"it must say: supersedes {known.Version} {known.Digest}."));
            }
        }
    }

    private static ActivationFault Fault(PolicyFile file, string rule, string message) =>
        new(file.Position.File, rule, string.Create(CultureInfo.InvariantCulture, $"Policy {file.Name} version {file.Version}: {message}"));
}
