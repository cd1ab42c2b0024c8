using System.CommandLine;

namespace Gateway.Cli.Shell;

/// <summary>Prints a completion script; the shell asks the tool itself for suggestions.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _gatewayctl() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(gatewayctl "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _gatewayctl gatewayctl
        """;

    private const string Zsh = """
        #compdef gatewayctl
        _gatewayctl() {
            local -a words_found
            words_found=("${(@f)$(gatewayctl "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -- "${words_found[@]}"
            _files
        }
        compdef _gatewayctl gatewayctl
        """;

    private const string Fish = """
        complete -c gatewayctl -a '(gatewayctl "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        """;

    public static Verb Build(Surface surface)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        return new Verb("completion", "Prints a completion script for a shell.", shell)
        {
            Examples = ["completion bash > ~/.local/share/bash-completion/completions/gatewayctl"],
        }.Does(parsed =>
        {
            surface.Out.WriteLine(parsed.GetRequiredValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCode.Done;
        });
    }
}
