using System.Diagnostics;

namespace Gateway.Mutations.Campaign;

/// <summary>Runs a program to its end and keeps what it wrote.</summary>
internal static class CommandLine
{
    /// <summary>Exit code and output; a program that outlives the limit is ended and has no code.</summary>
    public static async Task<(int? Code, string Output)> RunAsync(string folder, TimeSpan limit, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // Names of test cases in full, whatever their length.
        start.Environment["XUNIT_PRINT_MAX_STRING_LENGTH"] = "0";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var late = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            return (null, await output + await errors);
        }

        return (process.ExitCode, await output + await errors);
    }
}
