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

    public static Mode? Of(string word) => word switch
    {
        "actual" => Mode.Actual,
        "exercise" => Mode.Exercise,
        "test" => Mode.Test,
        _ => null,
    };
}
