using System.CommandLine;
using Gateway.Cli.Shell;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;

namespace Gateway.Cli.Policy;

/// <summary><c>policy sign</c>: the author's signature on a policy change.</summary>
internal static class PolicySign
{
    public static Verb Build(Surface surface)
    {
        var desk = new SigningDesk("policy-author");
        var reason = new Option<string>("--reason") { Required = true, Description = "Why, for the approver and the record; one line", HelpName = "TEXT" };
        var to = new Option<DirectoryInfo>("--out") { Required = true, Description = "Folder to write the change to; must be new", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        var files = new Argument<FileInfo[]>("FILE") { Description = "All policy files of the set", Arity = ArgumentArity.OneOrMore };
        return new Verb("sign", "Proposes a policy change: says what would flow by it, and signs that as its author.", [reason, to, json, files, .. desk.All])
        {
            Examples = ["policy sign outbound.relpol --reason \"MOU 2026/3\" --out change --data demo/USA"],
        }.Does(parsed =>
        {
            DirectoryInfo folder = parsed.GetRequiredValue(to);
            string why = parsed.GetRequiredValue(reason);
            if (folder.Exists)
            {
                return surface.Misuse($"{folder.Name} exists already");
            }

            if (why.Length is 0 or > PolicyProposal.LongestReason || why.Any(char.IsControl))
            {
                return surface.Misuse($"--reason is one line of at most {PolicyProposal.LongestReason} characters");
            }

            PolicySource[] sources = [.. parsed.GetRequiredValue(files).Select(file => new PolicySource(file.Name, File.ReadAllText(file.FullName)))];
            return desk.With(parsed, surface, sources, (documents, plan, signer) =>
            {
                var proposal = PolicyProposal.Of(
                    documents.Partner, plan.Set, plan.Past.Active, plan.Diff.Digest, plan.Diff.CorpusRoot, surface.Time.GetUtcNow(), why);
                ActivationFault[] faults = [.. PolicySuccession.Check(proposal, plan.Set, documents.Partner, plan.Past)];
                if (faults.Length > 0)
                {
                    return surface.Refuse(string.Join('\n', faults.Select(fault => fault.ToString())));
                }

                BundleFolder.Write(folder, new PolicyBundle([.. sources], PolicyApproval.Propose(proposal, signer).Bytes));
                if (parsed.GetValue(json))
                {
                    ProposalReport.WriteJson(surface, proposal, plan, folder.FullName, PolicyPart.Author);
                }
                else
                {
                    ProposalReport.Show(surface, proposal, plan);
                    surface.Out.WriteLine($"signed as author; next, somebody else: policy approve {folder.Name}");
                }

                return ExitCode.Done;
            });
        });
    }
}
