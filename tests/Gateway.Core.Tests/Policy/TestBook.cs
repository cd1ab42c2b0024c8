using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Core.Tests.Policy;

/// <summary>Reads marks as the registry has them; <see cref="Stated"/> holds readings that are stated rather than spelt.</summary>
internal sealed class TestBook : IMarkingBook
{
    public Dictionary<string, ParsedMarking> Stated { get; } = [];

    public static ParsedMarking Mark(Level level, params string[] releasableTo) => new()
    {
        Source = new Marking { Policy = "US", Text = "" },
        Kind = MarkingKind.Portion,
        Level = level,
        LevelWord = level.ToString(),
        Owners = ["USA"],
        ReleasableTo = releasableTo.Length == 0 ? null : [.. releasableTo],
        Canonical = "",
    };

    public MarkingReading Read(Marking marking) => Stated.TryGetValue(marking.Text ?? "", out ParsedMarking? stated)
        ? new MarkingReading.Readable(stated with { Source = marking })
        : MarkingBook.Default.Read(marking);

    public Level ReceiveAs(PartnerCode owner, Level level, PartnerCode recipient) => MarkingBook.Default.ReceiveAs(owner, level, recipient);

    public bool StandsForMembers(string code) => MarkingBook.Default.StandsForMembers(code);
}
