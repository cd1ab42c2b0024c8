using System.Text;
using Gateway.Cli.Render;
using Spectre.Console;

namespace Gateway.Cli.Shell;

/// <summary>What a command may touch of the world around it: standard streams, terminal, clock. Tests hand in their own.</summary>
internal sealed class Surface
{
    private readonly bool _terminal;

    public Surface(TextReader input, TextWriter output, TextWriter error, TimeProvider time, bool terminal)
    {
        In = input;
        Out = output;
        Error = error;
        Time = time;
        _terminal = terminal;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            // Colour and movement only on a terminal that wants them (no-color.org).
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
                ? ColorSystemSupport.Detect
                : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new FixedOutput(output, terminal),
        });
        Console.Profile.Width = Page.Width;
    }

    /// <summary>Standard input.</summary>
    public TextReader In { get; }

    /// <summary>Results: what a script reads.</summary>
    public TextWriter Out { get; }

    /// <summary>Everything said to people besides results.</summary>
    public TextWriter Error { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Tables and colours on <see cref="Out"/>, 80 columns wide.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Whether somebody watches, so that progress may move.</summary>
    public bool IsTerminal => _terminal;

    public static Surface OfThisProcess()
    {
        System.Console.OutputEncoding = new UTF8Encoding(false);
        return new Surface(
            System.Console.In, System.Console.Out, System.Console.Error, TimeProvider.System, !System.Console.IsOutputRedirected);
    }

    /// <summary>Says why the answer is no.</summary>
    public ExitCode Refuse(string message) => Say(message, ExitCode.Refused);

    /// <summary>Says what is wrong with the call.</summary>
    public ExitCode Misuse(string message) => Say(message, ExitCode.Usage);

    private ExitCode Say(string message, ExitCode code)
    {
        Error.WriteLine($"gatewayctl: {Page.Plain(message, lines: true)}");
        return code;
    }

    private sealed class FixedOutput(TextWriter writer, bool terminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => terminal;

        public int Width => Page.Width;

        public int Height => 24;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}

/// <summary>How a command ended.</summary>
internal enum ExitCode
{
    /// <summary>Done; every check passed.</summary>
    Done = 0,

    /// <summary>Understood and refused: something does not verify, parse or load.</summary>
    Refused = 1,

    /// <summary>The call itself is wrong.</summary>
    Usage = 2,
}
