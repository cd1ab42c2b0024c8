using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Policy.Activation;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Policy;

/// <summary><c>policy activate</c>: brings what two persons signed into force.</summary>
internal static class PolicyActivate
{
    public static Verb Build(Surface surface)
    {
        var node = new NodeOptions("policy-approver");
        var drop = new Option<bool>("--drop") { Description = "Leave it in the folder of policies under --data; the node takes it, or at its start" };
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        var folder = new Argument<DirectoryInfo>("CHANGE") { Description = "Folder that 'policy sign' wrote and 'policy approve' signed" };
        return new Verb("activate", "Brings a policy change that two persons signed into force. The node checks all of it again.", [drop, json, folder, .. node.All])
        {
            Examples = ["policy activate change --data demo/USA", "policy activate change --drop --data demo/USA"],
        }.Does(async (parsed, cancel) =>
        {
            PolicyBundle bundle = BundleFolder.Read(parsed.GetRequiredValue(folder));
            if (bundle.Approval.IsEmpty)
            {
                return surface.Refuse($"{parsed.GetRequiredValue(folder).Name} has no {PolicyBundle.ApprovalName}: use 'policy sign' and 'policy approve'");
            }

            if (parsed.GetValue(drop))
            {
                return Drop(surface, node, parsed, bundle, parsed.GetValue(json));
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                var request = new ActivatePolicyRequest { Approval = UnsafeByteOperations.UnsafeWrap(bundle.Approval) };
                request.Files.AddRange(bundle.Files.Select(file => new PolicyText { File = file.Name, Text = file.Text }));
                Show(surface, await client.Policies.ActivateAsync(request, cancellationToken: cancel), parsed.GetValue(json));
                return ExitCode.Done;
            });
        });
    }

    private static ExitCode Drop(Surface surface, NodeOptions node, ParseResult parsed, PolicyBundle bundle, bool json)
    {
        if (!node.IsOffline(parsed, out string folder))
        {
            return surface.Misuse("--drop leaves the change in a folder: name the node by --data DIR alone");
        }

        string policies = NodeFolder.Policies(folder);
        BundleFolder.Drop(policies, bundle);
        if (json)
        {
            surface.Out.WriteJson(line => line.WriteString("dropped", policies));
        }
        else
        {
            surface.Out.WriteLine($"left in {policies}; 'policy history' shows when it is in force, and the node's log why not");
        }

        return ExitCode.Done;
    }

    private static void Show(Surface surface, ActivatePolicyResponse answer, bool json)
    {
        if (json)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteBoolean("in_force_before", answer.InForce);
                PolicyHistory.Write(line, answer.Set);
            });
        }
        else
        {
            surface.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"policy set {answer.Set.Number} {(answer.InForce ? "was in force already" : "is in force")}, by {answer.Set.Author} and {answer.Set.Approver}"));
        }
    }
}
