using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Warnings;

/// <summary>What answering for a warning came to.</summary>
internal abstract record Acknowledgement
{
    private Acknowledgement()
    {
    }

    /// <summary>Where the node's word stands, said now or before.</summary>
    public sealed record Stands(AcknowledgementRow Row) : Acknowledgement;

    /// <summary>Nothing of it is left to answer for.</summary>
    public sealed record TakenBack : Acknowledgement;
}

/// <summary>Answers for this node, once. Thread-safe.</summary>
internal sealed class WarningDesk(NodeState node, ILogger<WarningDesk> logger)
{
    /// <summary>
    /// States the answer towards everybody who sent the warning, and who gave it. A node's word only goes up: what is asked for a second
    /// time, or is less than what was said, changes nothing.
    /// </summary>
    public async Task<Acknowledgement> AnswerAsync(ProductId product, WarningResponse response, string caller, CancellationToken cancellation)
    {
        (Acknowledgement outcome, bool said) = await node.Commit.RunAsync(scope => Answer(scope, product, response, caller), cancellation);
        if (said)
        {
            WarningLog.Acknowledged(logger, product.ToString(), response.ToString());
            node.Answers.Pulse();
        }

        return outcome;
    }

    private (Acknowledgement Outcome, bool Said) Answer(CommitScope scope, ProductId product, WarningResponse response, string caller)
    {
        if (scope.Store.Acknowledgements(product) is [_, ..] said && said.Max(row => row.Response) is var stands && stands >= response)
        {
            return (new Acknowledgement.Stands(said.First(row => row.Response == stands)), false);
        }

        // The newest copy of each: whoever released a warning twice is answered once.
        ImmutableArray<ReceivedRow> copies = [.. scope.Store.Received(product).GroupBy(copy => copy.Releaser).Select(copies => copies.Last())];
        foreach (ReceivedRow copy in copies)
        {
            byte[] body = new AcknowledgeBody(product, copy.ReleaseLeaf, response).Encode();
            LogPosition position = scope.Append(StatementKind.Acknowledge, body, copy.Releaser, product);
            scope.Store.AddAcknowledgement(new AcknowledgementRow
            {
                Product = product,
                Releaser = copy.Releaser,
                Response = response,
                ReleaseIndex = copy.ReleaseIndex,
                LogIndex = position.Index,
                AtMs = node.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
                Caller = caller,
            });
        }

        if (copies.IsEmpty)
        {
            return (new Acknowledgement.TakenBack(), false);
        }

        scope.Append(StatementKind.Audit, new AuditBody(caller, $"warning {product} acknowledged: {response}").Encode(), default, product);
        return (new Acknowledgement.Stands(scope.Store.Acknowledgements(product).First(row => row.Response == response)), true);
    }
}
