using Pipeline.Contracts.Trees;
using Pipeline.Workers.Telegram.Buttons;
using Pipeline.Workers.Telegram.Views.Content;
using static Pipeline.Workers.Telegram.Tests.Views.Content.Transcripts;

namespace Pipeline.Workers.Telegram.Tests.Views.Content;

public sealed class The_buttons_below_a_task
{
    private static readonly Guid Node = Guid.NewGuid();

    [Theory]
    [InlineData(null, false, "Stop")]
    [InlineData(NodeState.Queued, false, "Stop")]
    [InlineData(NodeState.Running, true, "Stop")]
    [InlineData(NodeState.Completed, true, "")]
    [InlineData(NodeState.Cleared, true, "")]
    [InlineData(NodeState.Failed, false, "Retry")]
    [InlineData(NodeState.Failed, true, "Resume Retry")]
    [InlineData(NodeState.Stopped, true, "Resume Retry")]
    [InlineData(NodeState.Interrupted, true, "Resume Retry")]
    public void Are_those_that_make_sense(NodeState? state, bool hasSession, string expected)
    {
        var change = state is { } known ? Change(known) with { SessionId = hasSession ? "session" : null } : null;

        var buttons = NodeKeyboard.Of(Node, change)?.InlineKeyboard.SelectMany(row => row).ToList() ?? [];

        Assert.Equal(expected, string.Join(' ', buttons.Select(button => ActionOf(button.CallbackData))));
    }

    private static ButtonAction ActionOf(string? data)
    {
        Assert.True(ButtonData.TryRead(data, out var action, out var node));
        Assert.Equal(Node, node);
        return action;
    }
}
