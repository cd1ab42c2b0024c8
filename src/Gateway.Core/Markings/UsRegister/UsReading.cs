namespace Gateway.Core.Markings.UsRegister;

/// <summary>What every step of reading a US mark needs.</summary>
/// <param name="Kind">Portion or banner.</param>
/// <param name="Registry">The vocabulary.</param>
/// <param name="Banner">What a bare <c>REL</c> and a list-less <c>JOINT</c> stand for; null when a mark must stand for itself.</param>
/// <param name="Errors">Where faults are noted.</param>
internal readonly record struct UsReading(MarkingKind Kind, MarkingRegistry Registry, ParsedMarking? Banner, MarkingErrors Errors);
