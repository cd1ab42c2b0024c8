using System.Security.Cryptography.X509Certificates;
using Gateway.Client;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Protocol.V1;
using Mode = Gateway.Protocol.V1.Mode;

namespace Gateway.Client.Tests;

/// <summary>The example of the README, compiled and run as it stands there.</summary>
internal static class LiaisonSystem
{
    public static async Task<int> RunAsync(
        string folder, PartnerCode home, Uri node, RiskAssessment assessment, TextWriter output, CancellationToken stop)
    {
        // README: begin
        Roster roster = PinnedRoster.Read(Path.Combine(folder, "roster.note"));
        using X509Certificate2 caller = X509Certificate2.CreateFromPemFile(
            Path.Combine(folder, "liaison.crt"), Path.Combine(folder, "liaison.key"));
        using var client = new LiaisonClient(roster, home, caller, node);

        // Submit. The id is yours: the same call after a crash answers with the
        // same product, however often the line breaks.
        SubmitResponse sent = await client.SubmitAsync(
            "sudan-2026-11-22", assessment, cancellation: stop);
        foreach (PartnerSummary partner in sent.Partners)
        {
            output.WriteLine($"{partner.Partner}: {partner.Outcome}, {partner.Released} portions");
        }

        // Follow what arrives. The cursor is kept when you are done with a
        // product; the package is verified again, by your own code.
        var cursor = new FileCursorStore(Path.Combine(folder, "cursor"));
        var check = new PackageCheck(roster);
        int verified = 0;
        await foreach (SharedProduct product in client.PullAsync(
            Mode.Exercise, cursor, includePackage: true, stop))
        {
            bool sound = product.ReceivedFrom.Length == 0 // our own
                || check.Verify(product.Package.Memory, DateTimeOffset.UtcNow, home)
                    is Verification.Verified;
            verified += sound ? 1 : 0;
            output.WriteLine($"{product.Originator} {product.Banner.Text} {(sound ? "sound" : "REFUSED")}");
        }

        // PullAsync ends when it has caught up; SubscribeAsync goes on.
        // README: end
        return verified;
    }
}
