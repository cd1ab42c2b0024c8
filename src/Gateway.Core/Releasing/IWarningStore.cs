using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>Reads of answers to warnings, and of what happened to them.</summary>
public interface IWarningRead
{
    /// <summary>This node's answers to a warning, ascending by log index.</summary>
    IReadOnlyList<AcknowledgementRow> Acknowledgements(ProductId product);

    /// <summary>This node's answers that this releaser has not confirmed yet, ascending by log index.</summary>
    IReadOnlyList<AcknowledgementRow> AcknowledgementsDue(PartnerCode releaser, int count);

    /// <summary>Partners' answers to a warning, ascending by arrival.</summary>
    IReadOnlyList<ResponseRow> Responses(ProductId product);

    /// <summary>Answers of holders further on that this partner has not confirmed yet, ascending by arrival.</summary>
    IReadOnlyList<ResponseRow> ResponsesDue(PartnerCode partner, int count);

    /// <summary>Up to <paramref name="count"/> events after a number, ascending.</summary>
    IReadOnlyList<WarningEventRow> WarningEvents(long after, int count);

    /// <summary>What happened to one warning, ascending by number.</summary>
    IReadOnlyList<WarningEventRow> WarningEvents(ProductId product);
}

/// <summary>Writes of the same.</summary>
public interface IWarningWrite
{
    /// <summary>Adds an answer of this node; a second one of the same product, releaser and response changes nothing.</summary>
    void AddAcknowledgement(AcknowledgementRow row);

    /// <summary>The releaser confirmed the answer.</summary>
    void SetHandedOver(AcknowledgementRow row);

    /// <summary>Adds a partner's answer; a second one of the same product, holder and response changes nothing.</summary>
    void AddResponse(ResponseRow row);

    /// <summary>The partner confirmed an answer that was handed on to it.</summary>
    void SetResponseRelayed(ResponseRow row);

    /// <summary>Adds an event, whose number the store gives; the same happening a second time changes nothing.</summary>
    void AddWarningEvent(WarningEventRow row);
}
