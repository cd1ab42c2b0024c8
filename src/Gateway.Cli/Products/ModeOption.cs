using System.CommandLine;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Products;

/// <summary>Real, exercise and test information are never mixed, so every reader says which.</summary>
internal static class ModeOption
{
    public static Option<string> Create()
    {
        var mode = new Option<string>("--mode") { Required = true, Description = "actual, exercise or test" };
        mode.AcceptOnlyFromAmong("actual", "exercise", "test");
        return mode;
    }

    public static Mode Read(ParseResult parsed, Option<string> mode) =>
        parsed.GetRequiredValue(mode) switch { "exercise" => Mode.Exercise, "test" => Mode.Test, _ => Mode.Actual };
}

/// <summary>Hashes and ids on the command line.</summary>
internal static class Hex
{
    /// <summary>32 bytes as 64 hex digits, or nothing at all.</summary>
    public static bool TryRead(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length == 64 && text.All(char.IsAsciiHexDigit))
        {
            bytes = Convert.FromHexString(text);
        }

        return text.Length == 0 || bytes.Length == 32;
    }
}
