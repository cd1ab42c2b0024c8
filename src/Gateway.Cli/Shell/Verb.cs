using System.CommandLine;

namespace Gateway.Cli.Shell;

/// <summary>A command with examples in its help.</summary>
internal sealed class Verb : Command
{
    public Verb(string name, string description, params Symbol[] parts)
        : base(name, description)
    {
        foreach (Symbol part in parts)
        {
            switch (part)
            {
                case Command command:
                    Add(command);
                    break;
                case Option option:
                    Add(option);
                    break;
                case Argument argument:
                    Add(argument);
                    break;
                default:
                    throw new ArgumentException("A command has commands, options and arguments.", nameof(parts));
            }
        }
    }

    /// <summary>Command lines shown in the help, without the tool's name.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>What it does.</summary>
    public Verb Does(Func<ParseResult, ExitCode> action)
    {
        SetAction(parsed => (int)action(parsed));
        return this;
    }

    /// <summary>What it does, with a token that Ctrl-C cancels.</summary>
    public Verb Does(Func<ParseResult, CancellationToken, Task<ExitCode>> action)
    {
        SetAction(async (parsed, cancel) => (int)await action(parsed, cancel));
        return this;
    }
}
