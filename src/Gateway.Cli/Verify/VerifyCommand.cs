using System.CommandLine;
using Gateway.Cli.Markings;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Client;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Spectre.Console;

namespace Gateway.Cli.Verify;

/// <summary><c>gatewayctl verify PACKAGE</c>: what was released, by whom, and that nothing in it was changed; offline.</summary>
internal static class VerifyCommand
{
    public static Verb Build(Surface surface)
    {
        var file = new Argument<FileInfo>("PACKAGE") { Description = "A package file, as 'product pull' writes it" };
        var roster = new Option<FileInfo>("--roster") { Required = true, Description = "The roster that you pin: only its keys are trusted", HelpName = "FILE" };
        var recipient = new Option<string?>("--as") { Description = "Refuse unless it was released to this partner", HelpName = "PARTNER" };
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        var registry = new RegistryOption();
        return new Verb("verify", "Verifies a released package without a node or a network, and prints what was checked.", file, roster, recipient, json, registry.Symbol)
        {
            Examples = ["verify sudan.package --roster demo/FRA/roster.note --as FRA"],
        }.Does(parsed =>
        {
            PartnerCode? me = null;
            if (parsed.GetValue(recipient) is { } text)
            {
                if (!PartnerCode.TryParse(text, out PartnerCode code))
                {
                    return surface.Misuse($"--as takes a partner code, such as FRA, not '{text}'");
                }

                me = code;
            }

            if (!PinnedRoster.TryRead(parsed.GetRequiredValue(roster).FullName, out Roster? pinned, out string? fault))
            {
                return surface.Refuse(fault);
            }

            if (!registry.TryRead(parsed, out MarkingRegistry? markings, out fault))
            {
                return surface.Refuse(fault);
            }

            FileInfo package = parsed.GetRequiredValue(file);
            if (package.Exists && package.Length > Limits.Package)
            {
                return surface.Refuse($"{package.Name}: over {Limits.Package} bytes, so it is no package");
            }

            Verification verification = new PackageCheck(pinned, markings).Verify(File.ReadAllBytes(package.FullName), surface.Time.GetUtcNow(), me);
            if (parsed.GetValue(json))
            {
                WriteJson(surface, verification);
            }
            else
            {
                Show(surface.Console, verification);
            }

            return verification is Verification.Verified ? ExitCode.Done : ExitCode.Refused;
        });
    }

    /// <summary>The checks as a table, the verdict below.</summary>
    public static void Show(IAnsiConsole console, Verification verification)
    {
        Table table = Page.Table("Check", "Result", "Detail");
        foreach (VerificationStep step in Steps(verification))
        {
            table.Row(step.Name, "passed", step.Detail);
        }

        switch (verification)
        {
            case Verification.Verified verified:
                console.Write(table);
                console.Say($"VERIFIED  product {verified.Release.Product}", new Style(Color.Green));
                break;
            case Verification.Refused refused:
                table.Row(refused.Fault.ToString(), "FAILED", refused.Detail);
                console.Write(table);
                console.Say($"REFUSED  {refused.Fault}: {refused.Detail}. Nothing of it may be used.", new Style(Color.Red));
                break;
            default:
                throw new InvalidOperationException("Verification is closed.");
        }
    }

    private static void WriteJson(Surface surface, Verification verification) => surface.Out.WriteJson(json =>
    {
        json.WriteBoolean("verified", verification is Verification.Verified);
        if (verification is Verification.Verified { Release: var release })
        {
            json.WriteString("product", release.Product.ToString());
            json.WriteString("originator", release.Manifest.Originator.Value);
            json.WriteString("releaser", release.Releaser.Value);
            json.WriteString("recipient", release.Release.Recipient.Value);
            json.WriteString("schema", release.Manifest.Schema);
            json.WriteString("banner", release.Terms.Banner.Text);
            json.WriteNumber("portions", release.Portions.Length);
            json.WriteString("log", release.Checkpoint.Origin);
            json.WriteNumber("index", release.LogIndex);
            json.WriteNumber("size", release.Checkpoint.Size);
        }

        if (verification is Verification.Refused refused)
        {
            json.WriteString("fault", refused.Fault.ToString());
            json.WriteString("detail", refused.Detail);
        }

        json.WriteStartArray("checks");
        foreach (VerificationStep step in Steps(verification))
        {
            json.WriteStartObject();
            json.WriteString("name", step.Name);
            json.WriteString("detail", step.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static IEnumerable<VerificationStep> Steps(Verification verification) => verification switch
    {
        Verification.Verified verified => verified.Release.Steps,
        Verification.Refused refused => refused.Passed,
        _ => [],
    };
}
