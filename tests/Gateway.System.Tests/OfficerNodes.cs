using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;

namespace Gateway.System.Tests;

/// <summary>
/// Nodes USA, FRA and SWE where the agreement of the United States and France says that every release waits for an officer. Officers of
/// USA are cleared to TOP SECRET and, one of them, to CONFIDENTIAL.
/// </summary>
public sealed class OfficerNodes : IAsyncLifetime
{
    public const string LowOfficer = "officer-low";

    public const string OtherLiaison = "liaison-2";

    private readonly NodeSet _set = Prepare();

    public RunningNode Usa { get; private set; } = null!;

    public RunningNode Fra { get; private set; } = null!;

    public RunningNode Swe { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        RunningNode[] started = await Task.WhenAll(_set.StartAsync("USA"), _set.StartAsync("FRA"), _set.StartAsync("SWE"));
        (Usa, Fra, Swe) = (started[0], started[1], started[2]);
    }

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    /// <summary>The folders, nothing started.</summary>
    public static NodeSet Prepare()
    {
        var set = NodeSet.Prepare();
        set.AddCaller("USA", LowOfficer, "officer", "CONFIDENTIAL");
        set.AddCaller("USA", OtherLiaison, "liaison", "TOP SECRET");
        set.SetPolicy("USA", Policy("all partners"));
        set.SetPolicy("FRA", Policy("all partners"));
        HoldForOfficer(set, "FRA", "USA");
        return set;
    }

    /// <summary>A policy that gives everything the marks allow, to some.</summary>
    public static string Policy(string to) =>
        $"""
        policy outbound version 1
        schema risk-assessment/1 marking/1
        effective 2025-01-01T00:00Z review-by 2035-01-01

        give L01-all
          because "Everything that the marking admits"
          field any
          to {to}
          outcome release

        example "Sweden learns what there is"
          field class metadata marking TLP "TLP:CLEAR" region BFA
          to SWE at 2025-06-01
          expect release by L01-all

        """;

    /// <summary>Rewrites the agreement of two partners, signed again by both.</summary>
    private static void HoldForOfficer(NodeSet set, string one, string other)
    {
        string file = Directory.GetFiles(Path.Combine(set.Folder(one), "agreements"))
            .Single(path => Path.GetFileName(path).Contains(other, StringComparison.OrdinalIgnoreCase));
        string note = File.ReadAllText(file);
        string text = note[..(note.IndexOf("\n\n\u2014 ", StringComparison.Ordinal) + 1)]
            .Replace("\"hold_for_officer\": false", "\"hold_for_officer\": true", StringComparison.Ordinal);
        Assert.Contains("\"hold_for_officer\": true", text, StringComparison.Ordinal);
        byte[] signed = SignedDocument.Sign(text, [.. Keys(one), .. Keys(other)]);
        foreach (string code in (string[])[one, other])
        {
            File.WriteAllBytes(Path.Combine(set.Folder(code), "agreements", Path.GetFileName(file)), signed);
        }

        IEnumerable<LogSigner> Keys(string code) =>
            KeyFile.TryParse(File.ReadAllText(Path.Combine(set.Folder(code), "keys", "document.keys")), out KeyFile? keys, out _)
                ? keys.Keys
                : throw new FormatException();
    }
}

internal static class Desk
{
    /// <summary>Looks at what waits and approves it, as an officer does.</summary>
    public static async Task<HoldRow> ApproveAsync(this RunningNode node, ByteString product, string to, string officer = "officer")
    {
        using var desk = new NodeCaller(node, officer);
        Hold hold = await desk.Desk.GetHoldAsync(new GetHoldRequest { ProductId = product, Recipient = to }, cancellationToken: Calls.Cancellation);
        return await desk.Desk.ApproveAsync(
            new ApproveRequest { ProductId = product, Recipient = to, Reason = "Agreed with the desk", Review = hold.Review },
            cancellationToken: Calls.Cancellation);
    }

    /// <summary>Entries of a log about a product and, when named, a partner.</summary>
    public static async Task<Kind[]> KindsAsync(this RunningNode node, LogName log, ByteString product, string partner = "")
    {
        using var auditor = new NodeCaller(node, "auditor");
        SearchResponse found = await auditor.Log.SearchAsync(
            new SearchRequest { Log = log, ProductId = product, Recipient = partner }, cancellationToken: Calls.Cancellation);
        return [.. found.Entries.Select(entry => entry.Kind)];
    }
}
