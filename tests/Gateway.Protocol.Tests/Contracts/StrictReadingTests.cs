using System.Collections;
using CsCheck;
using Gateway.Core.Sealing;
using Gateway.Core.Wire;
using Gateway.Protocol.Products;
using Gateway.Protocol.Tests.Products;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Protocol.Tests.Contracts;

/// <summary>The strict reader and the protobuf parser agree on what they both accept.</summary>
public class StrictReadingTests
{
    [Fact]
    public void What_protobuf_writes_is_accepted_and_parses_to_the_same_value() =>
        AnyAssessment.Gen.Sample(submitted =>
        {
            foreach ((PortionType type, byte[] value, IMessage parsed) in Values(submitted))
            {
                Assert.Equal(WireFault.None, StrictWire.Check(value, type.Shape));
                Assert.Equal(value, parsed.ToByteArray());
            }
        },
        iter: 100);

    [Fact]
    public void Whatever_is_accepted_is_written_again_byte_for_byte() =>
        Gen.Select(AnyAssessment.Gen, Gen.Int).Sample(
            (submitted, seed) =>
            {
                // Random damage: what the strict reader still accepts, the parser must neither refuse nor read in another way.
                var random = new Random(seed);
                foreach ((PortionType type, byte[] value, IMessage parsed) in Values(submitted).Where(item => item.Value.Length > 0))
                {
                    value[random.Next(value.Length)] ^= (byte)(1 << random.Next(8));
                    if (StrictWire.Check(value, type.Shape) == WireFault.None)
                    {
                        Assert.Equal(value, parsed.Descriptor.Parser.ParseFrom(value).ToByteArray());
                    }
                }
            },
            iter: 300);

    [Fact]
    public void An_unknown_field_is_refused_at_every_depth() =>
        Damage(message => message.MergeFrom([0xf8, 0x03, 0x01]), WireFault.UnknownField);

    [Fact]
    public void A_header_inside_a_value_is_refused()
    {
        foreach (PortionType type in FakeSeal.Schema.Types)
        {
            Assert.Equal(WireFault.UnknownField, StrictWire.Check([0x0a, 0x00], type.Shape));
        }
    }

    [Fact]
    public void A_duplicate_field_is_refused_at_every_depth() =>
        AnyAssessment.Gen.Sample(submitted =>
        {
            foreach ((PortionType type, byte[] value, IMessage parsed) in Values(submitted))
            {
                foreach (FieldDescriptor field in parsed.Descriptor.Fields.InFieldNumberOrder().Where(field => !field.IsRepeated && Written(parsed, field)))
                {
                    byte[] once = Only(parsed, field).ToByteArray();
                    Assert.Equal(WireFault.DuplicateField, StrictWire.Check([.. once, .. once], type.Shape));
                    if (field.FieldType == FieldType.Message && field.Accessor.GetValue(parsed) is IMessage inner && inner.CalculateSize() is > 0 and < 60)
                    {
                        byte[] twice = [.. inner.ToByteArray(), .. inner.ToByteArray()];
                        byte[] outer = [.. Key(field), (byte)twice.Length, .. twice];
                        Assert.Contains(StrictWire.Check(outer, type.Shape), (WireFault[])[WireFault.DuplicateField, WireFault.OutOfOrder]);
                    }
                }
            }
        },
        iter: 50);

    private static void Damage(Action<IMessage> damage, WireFault expected) =>
        AnyAssessment.Gen.Sample(submitted =>
        {
            foreach ((PortionType type, byte[] value, IMessage parsed) in Values(submitted))
            {
                int depths = Inner(parsed).Count();
                for (int i = 0; i < depths; i++)
                {
                    IMessage copy = parsed.Descriptor.Parser.ParseFrom(value);
                    damage(Inner(copy).ElementAt(i));
                    Assert.Equal(expected, StrictWire.Check(copy.ToByteArray(), type.Shape));
                }
            }
        },
        iter: 50);

    private static IEnumerable<(PortionType Type, byte[] Value, IMessage Parsed)> Values(V1.RiskAssessment submitted)
    {
        foreach (Portion portion in FakeSeal.Seal(FakeSeal.Flatten(submitted)))
        {
            Assert.True(FakeSeal.Schema.TryResolve(portion.Body.Path, portion.Body.Type, out PortionType? type));
            MessageDescriptor message = OpenedPortion.Locate(portion, Schemas.PlanOf(V1.RiskAssessment.Descriptor)).Field.Plan.Message;
            yield return (type, portion.Body.Value.ToArray(), message.Parser.ParseFrom(portion.Body.Value.Span));
        }
    }

    private static IEnumerable<IMessage> Inner(IMessage message)
    {
        yield return message;
        foreach (FieldDescriptor field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Message))
        {
            object? value = field.Accessor.GetValue(message);
            IEnumerable<IMessage> children = value is IList list ? list.Cast<IMessage>() : value is IMessage one ? [one] : [];
            foreach (IMessage inner in children.SelectMany(Inner))
            {
                yield return inner;
            }
        }
    }

    // Field numbers from 16 on have keys of two bytes.
    private static byte[] Key(FieldDescriptor field)
    {
        int key = (field.FieldNumber << 3) | 2;
        return key < 0x80 ? [(byte)key] : [(byte)(key | 0x80), (byte)(key >> 7)];
    }

    private static bool Written(IMessage message, FieldDescriptor field) => Only(message, field).CalculateSize() > 0;

    private static IMessage Only(IMessage message, FieldDescriptor field)
    {
        IMessage only = message.Descriptor.Parser.ParseFrom([]);
        if (!field.HasPresence || field.Accessor.HasValue(message))
        {
            field.Accessor.SetValue(only, field.Accessor.GetValue(message));
        }

        return only;
    }
}
