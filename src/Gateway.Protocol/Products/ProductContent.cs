using Gateway.Protocol.Products;
using Google.Protobuf;

namespace Gateway.Protocol.Products
{
    /// <summary>
    /// The root message of a product: a risk assessment, a warning … Every kind has a header with title and mode; <see cref="ProductKind"/>
    /// lists them. As thread-safe as the message.
    /// </summary>
    public interface IProductContent : IMessage
    {
        /// <summary>The fullest wording of the header; null when there is none.</summary>
        IProductHeader? FirstHeader { get; }

        /// <summary>ISO 3166-1 alpha-3 code of the country that it is about; empty where it names none.</summary>
        string Country { get; }
    }

    /// <summary>What every header says.</summary>
    public interface IProductHeader
    {
        /// <summary>One line.</summary>
        string Title { get; }

        /// <summary>Real, exercise or test.</summary>
        V1.Mode Mode { get; }
    }
}

namespace Gateway.Protocol.V1
{
    public partial class RiskAssessment : IProductContent
    {
        /// <inheritdoc/>
        public IProductHeader? FirstHeader => Header.Count > 0 ? Header[0] : null;

        /// <inheritdoc/>
        public string Country => Subject.Count > 0 ? Subject[0].Iso3 : "";
    }

    public partial class Header : IProductHeader;

    public partial class Warning : IProductContent
    {
        /// <inheritdoc/>
        public IProductHeader? FirstHeader => Header.Count > 0 ? Header[0] : null;

        /// <inheritdoc/>
        public string Country => Subject.Count > 0 ? Subject[0].Iso3 : "";
    }

    public partial class WarningHeader : IProductHeader;

    public partial class Watchlist : IProductContent
    {
        /// <inheritdoc/>
        public IProductHeader? FirstHeader => Header.Count > 0 ? Header[0] : null;

        /// <summary>Empty: each entry names its own.</summary>
        public string Country => "";
    }

    public partial class WatchlistHeader : IProductHeader;

    public partial class Threshold : IProductContent
    {
        /// <inheritdoc/>
        public IProductHeader? FirstHeader => Header.Count > 0 ? Header[0] : null;

        /// <inheritdoc/>
        public string Country => Subject.Count > 0 ? Subject[0].Iso3 : "";
    }

    public partial class ThresholdHeader : IProductHeader;

    public partial class InformationRequest : IProductContent
    {
        /// <inheritdoc/>
        public IProductHeader? FirstHeader => Header.Count > 0 ? Header[0] : null;

        /// <inheritdoc/>
        public string Country => Subject.Count > 0 ? Subject[0].Iso3 : "";
    }

    public partial class RequestHeader : IProductHeader;

    public partial class InformationAnswer : IProductContent
    {
        /// <inheritdoc/>
        public IProductHeader? FirstHeader => Header.Count > 0 ? Header[0] : null;

        /// <inheritdoc/>
        public string Country => Subject.Count > 0 ? Subject[0].Iso3 : "";
    }

    public partial class AnswerHeader : IProductHeader;

    public partial class Coseal : IProductContent
    {
        /// <inheritdoc/>
        public IProductHeader? FirstHeader => Header.Count > 0 ? Header[0] : null;

        /// <summary>Empty: portions say themselves what they are about.</summary>
        public string Country => "";
    }

    public partial class CosealHeader : IProductHeader;
}
