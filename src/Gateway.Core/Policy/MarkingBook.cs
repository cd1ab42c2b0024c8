using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>Reads markings for policy by the registry of nations, levels and coalitions. Immutable, thread-safe.</summary>
public sealed class MarkingBook(MarkingRegistry registry) : IMarkingBook
{
    /// <summary>By the registry that is part of the build.</summary>
    public static MarkingBook Default { get; } = new(MarkingRegistry.Default);

    /// <inheritdoc/>
    public MarkingReading Read(Marking marking) => MarkingReader.Read(marking, MarkingKind.Portion, registry);

    /// <inheritdoc/>
    public Level ReceiveAs(PartnerCode owner, Level level, PartnerCode recipient) =>
        registry.Levels.ReceiveAs(owner.Value, level, recipient.Value);
}
