using System.Reflection;
using Gateway.Node.Callers;
using Microsoft.Extensions.Logging;

namespace Gateway.Node.Tests;

/// <summary>Log messages are an interface that operators build on.</summary>
public sealed class LogMessageTests
{
    private static readonly (MethodInfo Method, LoggerMessageAttribute Message)[] Messages =
    [
        .. typeof(AccessTable).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (method, method.GetCustomAttribute<LoggerMessageAttribute>()!))
            .Where(pair => pair.Item2 is not null),
    ];

    [Fact]
    public void Every_message_has_an_event_id_of_its_own()
    {
        Assert.NotEmpty(Messages);
        Assert.All(Messages, message => Assert.True(message.Message.EventId > 0, message.Method.Name));
        Assert.Equal(Messages.Length, Messages.DistinctBy(message => message.Message.EventId).Count());
    }

    [Fact]
    public void Every_message_takes_words_and_numbers_only_never_an_exception_or_an_object() =>
        Assert.All(Messages.SelectMany(message => message.Method.GetParameters()).Where(parameter => parameter.ParameterType != typeof(ILogger)), parameter =>
            Assert.True(parameter.ParameterType == typeof(string) || parameter.ParameterType.IsPrimitive, $"{parameter.Member.Name}({parameter.Name})"));

    [Fact]
    public void An_alarm_is_an_error() => Assert.All(Messages, message =>
        Assert.Equal(message.Message.Message.Contains("ALARM", StringComparison.Ordinal), message.Message.Message.Contains("ALARM", StringComparison.Ordinal)
            && message.Message.Level == LogLevel.Error));
}
