using Gateway.Core.Sealing;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>Words for modes.</summary>
internal static class CorpusModes
{
    public static string Word(Mode mode) => mode switch
    {
        Mode.Actual => "actual",
        Mode.Exercise => "exercise",
        Mode.Test => "test",
    };

    public static Mode? Of(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("actual"u8) ? Mode.Actual
        : word.SequenceEqual("exercise"u8) ? Mode.Exercise
        : word.SequenceEqual("test"u8) ? Mode.Test
        : null;
}
