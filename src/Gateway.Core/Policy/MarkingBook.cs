using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>Markings as a registry has them. Immutable and thread-safe.</summary>
public sealed class MarkingBook(MarkingRegistry registry) : IMarkingBook
{
    /// <summary>The book of the embedded registry.</summary>
    public static MarkingBook Default { get; } = new(MarkingRegistry.Default);

    /// <inheritdoc/>
    public MarkingReading Read(Marking marking) => MarkingReader.Read(marking, MarkingKind.Portion, registry);

    /// <inheritdoc/>
    public Level ReceiveAs(PartnerCode owner, Level level, PartnerCode recipient) =>
        registry.Levels.ReceiveAs(owner.Value, level, recipient.Value);

    /// <inheritdoc/>
    public bool StandsForMembers(string code) => registry.TryGetCoalition(code, out Coalition? group) && group.ExpandsForRecipients;
}
