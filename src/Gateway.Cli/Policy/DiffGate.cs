using System.CommandLine;
using System.Globalization;
using Gateway.Core.Policy.WhatIf;

namespace Gateway.Cli.Policy;

/// <summary>A bound on what a change may let out; a diff that exceeds it ends with exit code 1.</summary>
internal abstract record DiffGate
{
    private DiffGate()
    {
    }

    /// <summary>Nothing rises to tear line or release.</summary>
    public sealed record NoNewFlow : DiffGate;

    /// <summary>At most so many portions rise at all, holds included, each counted for each partner.</summary>
    public sealed record MostGains(long Count) : DiffGate;

    /// <summary>Repeatable; a gate that is not known is a wrong call, never passed over.</summary>
    public static Option<DiffGate[]> Option() => new("--gate")
    {
        Description = "no-new-flow, or gains<=N: exit 1 when the change lets out more; may be repeated",
        HelpName = "GATE",
        CustomParser = result =>
        {
            var gates = new List<DiffGate>();
            foreach (string text in result.Tokens.Select(token => token.Value))
            {
                if (Read(text) is { } gate)
                {
                    gates.Add(gate);
                }
                else
                {
                    result.AddError($"No gate is called '{text}'; there are no-new-flow and gains<=N.");
                }
            }

            return [.. gates];
        },
    };

    /// <summary>Why the gate does not let the change through; null when it does.</summary>
    public string? Objection(PolicyDiff diff) => this switch
    {
        NoNewFlow => diff.NewFlowCount == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"gate no-new-flow: {diff.NewFlowCount:N0} could newly leave"),
        MostGains most => diff.GainCount <= most.Count ? null : string.Create(CultureInfo.InvariantCulture, $"gate gains<={most.Count}: there are {diff.GainCount:N0}"),
        _ => throw new InvalidOperationException($"{GetType()} is unknown."),
    };

    private static DiffGate? Read(string text) =>
        text == "no-new-flow" ? new NoNewFlow()
        : text.StartsWith("gains<=", StringComparison.Ordinal) && long.TryParse(text.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? new MostGains(count)
        : null;
}
