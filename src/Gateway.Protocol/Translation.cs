using System.Collections.Immutable;
using CoreFieldClass = Gateway.Core.Assessments.FieldClass;
using CoreMarking = Gateway.Core.Markings.Marking;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Protocol;

/// <summary>Messages to Core types and back. Numbers agree, so only what has no counterpart is refused. Thread-safe.</summary>
public static class Translation
{
    /// <summary>The marking as Core knows it. Nothing is validated: reading the mark does that.</summary>
    public static CoreMarking ToCore(this V1.Marking marking) => new()
    {
        Policy = marking.Policy,
        Text = marking.Text,
        ReleasableTo = marking.ReleasableTo.Count == 0 ? [] : [.. marking.ReleasableTo],
        OriginatorList = marking.OriginatorList.Count == 0 ? [] : [.. marking.OriginatorList],
        Community = marking.Community,
        NotBeforeMs = marking.NotBeforeMs,
    };

    /// <summary>The marking as it travels; a new message each time.</summary>
    public static V1.Marking ToMessage(this CoreMarking marking)
    {
        var message = new V1.Marking
        {
            Policy = marking.Policy,
            Text = marking.Text,
            Community = marking.Community,
            NotBeforeMs = marking.NotBeforeMs,
        };
        AddTo(message.ReleasableTo, marking.ReleasableTo);
        AddTo(message.OriginatorList, marking.OriginatorList);
        return message;
    }

    /// <summary>The mode, or false when it is unspecified or unknown.</summary>
    public static bool TryToCore(this V1.Mode mode, out CoreMode core)
    {
        core = (CoreMode)mode;
        return mode is V1.Mode.Actual or V1.Mode.Exercise or V1.Mode.Test;
    }

    /// <summary>The mode as it travels.</summary>
    public static V1.Mode ToMessage(this CoreMode mode) => (V1.Mode)mode;

    /// <summary>The field class, or false when it is unspecified or unknown.</summary>
    public static bool TryToCore(this V1.FieldClass fieldClass, out CoreFieldClass core)
    {
        core = (CoreFieldClass)fieldClass;
        return Enum.IsDefined(core);
    }

    /// <summary>The field class as it travels.</summary>
    public static V1.FieldClass ToMessage(this CoreFieldClass fieldClass) => (V1.FieldClass)fieldClass;

    internal static void AddTo(Google.Protobuf.Collections.RepeatedField<string> target, ImmutableArray<string> source)
    {
        if (source.IsEmpty)
        {
            return;
        }

        target.Capacity = source.Length;
        foreach (string item in source)
        {
            target.Add(item);
        }
    }
}
