using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>What rules need to know about markings: what a mark says, and at which level a recipient takes it in. Never throws for what a mark contains.</summary>
public interface IMarkingBook
{
    /// <summary>Reads a mark in portion form under its own policy.</summary>
    MarkingReading Read(Marking marking);

    /// <summary>
    /// The level that a recipient must be cleared to for an owner's information at <paramref name="level"/>. Levels that the recipient
    /// does not have are mapped up; of a recipient whose levels are unknown the highest is asked.
    /// </summary>
    Level ReceiveAs(PartnerCode owner, Level level, PartnerCode recipient);

    /// <summary>
    /// Whether a group code in a release list stands for its members. The EU stands for itself alone, and so does a group whose members are not
    /// public, whatever a roster lists.
    /// </summary>
    bool StandsForMembers(string code);
}
