using Gateway.Protocol.V1;
using Google.Protobuf.Reflection;

namespace Gateway.Protocol.Products;

/// <summary>The options of options.proto, read off descriptors.</summary>
internal static class PortionOptions
{
    extension(FieldDescriptor descriptor)
    {
        public Granularity Granularity => descriptor.GetOptions()?.GetExtension(OptionsExtensions.Granularity) ?? Granularity.Unspecified;

        /// <summary>Elements are portions: cut out of the message that holds the field.</summary>
        public bool IsPortion => descriptor.Granularity == Granularity.Portion;

        public bool IsSingle => descriptor.GetOptions()?.GetExtension(OptionsExtensions.Single) ?? false;

        public bool MustAccompany => descriptor.GetOptions()?.GetExtension(OptionsExtensions.MustAccompany) ?? false;

        public bool IsReference => descriptor.GetOptions()?.GetExtension(OptionsExtensions.PortionReference) ?? false;

        public bool IsHeader => descriptor.GetOptions()?.GetExtension(OptionsExtensions.PortionHeader) ?? false;

        public bool IsOrderDate => descriptor.GetOptions()?.GetExtension(OptionsExtensions.OrderDate) ?? false;
    }

    extension(MessageDescriptor message)
    {
        /// <summary>Unspecified for messages that are no portion.</summary>
        public FieldClass FieldClass => message.GetOptions()?.GetExtension(OptionsExtensions.FieldClass) ?? FieldClass.Unspecified;
    }
}
