using Gateway.Node.Assessments;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Node.Forecasting;

/// <summary>The assessment in a product; null when it is a product of another kind.</summary>
internal static class ForecastContent
{
    public static RiskAssessment? Of(Visible visible) => (IMessage)Reassembler.Reassemble(visible.Portions, visible.Schema) as RiskAssessment;
}
