using System.CommandLine;
using Gateway.Cli.Shell;
using Gateway.Client;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog.Witnessing;

namespace Gateway.Cli.Log;

/// <summary><c>log policy CODE</c>: a roster's trust in one log as a C2SP tlog-policy file; offline.</summary>
internal static class LogPolicy
{
    public static Verb Build(Surface surface)
    {
        var code = new Argument<string>("CODE") { Description = "The partner whose release log it is" };
        var roster = new Option<FileInfo>("--roster") { Required = true, Description = "The roster that you pin", HelpName = "FILE" };
        return new Verb("policy", "Prints keys, witnesses and quorum of one log as a C2SP tlog-policy file.", code, roster)
        {
            Examples = ["log policy USA --roster demo/FRA/roster.note"],
        }.Does(parsed =>
        {
            if (!PinnedRoster.TryRead(parsed.GetRequiredValue(roster).FullName, out Roster? pinned, out string? fault))
            {
                return surface.Refuse(fault);
            }

            string text = parsed.GetRequiredValue(code);
            if (!PartnerCode.TryParse(text, out PartnerCode partner) || !pinned.TryFind(partner, out Partner? owner))
            {
                return surface.Misuse($"{text} is not a partner of the roster");
            }

            surface.Out.Write(TlogPolicy.Write(pinned, owner));
            return ExitCode.Done;
        });
    }
}
