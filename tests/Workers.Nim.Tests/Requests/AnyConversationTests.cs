using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Tests.Requests;

public partial class AnyConversationTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(12);

    [Fact]
    public void Any_conversation_becomes_a_legal_one() =>
        Check.One(Thorough, Prop.ForAll(RandomConversation.Any, conversation =>
        {
            if (Translate(conversation) is { } chat) AssertLegal(chat.Messages);
        }));

    [Fact]
    public void Every_text_arrives_once_and_thinking_never() =>
        Check.One(Thorough, Prop.ForAll(RandomConversation.Any, conversation =>
        {
            if (Translate(conversation) is not { } chat) return;

            var sent = Encoding.UTF8.GetString(chat.ToUtf8());
            Assert.Equal(conversation.Texts().Order(), UniqueText().Matches(sent).Select(match => match.Value).Order());
        }));

    [GeneratedRegex("#[0-9]+;", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex UniqueText();

    /// <summary>Null where there is nothing to send, which may be so only where neither side said anything.</summary>
    private static ChatRequest? Translate(RandomConversation conversation)
    {
        try
        {
            return Translated.Whole(conversation.Request(conversation.Turns.Count)).Chat;
        }
        catch (InvalidRequestException)
        {
            Assert.All(
                conversation.Turns.Where(turn => turn.Role is not "system").SelectMany(turn => turn.Blocks),
                block => Assert.True(block.Kind is RandomConversation.Kind.Thinking or RandomConversation.Kind.Reference));
            return null;
        }
    }

    private static void AssertLegal(IReadOnlyList<ChatMessage> messages)
    {
        var unanswered = new Queue<string>();
        ChatMessage? before = null;
        foreach (var message in messages)
        {
            switch (message)
            {
                case SystemMessage:
                    Assert.Null(before);
                    break;
                case ToolMessage tool:
                    Assert.Equal(unanswered.Dequeue(), tool.ToolCallId);
                    Assert.NotEmpty(tool.Content);
                    break;
                case UserMessage user:
                    Assert.Empty(unanswered);
                    Assert.IsNotType<UserMessage>(before);
                    Assert.NotEmpty(user.Content);
                    break;
                case AssistantMessage assistant:
                    Assert.Empty(unanswered);
                    Assert.IsNotType<AssistantMessage>(before);
                    if (assistant.ToolCalls is null) Assert.False(string.IsNullOrEmpty(assistant.Content));
                    unanswered = new Queue<string>(assistant.ToolCalls?.Select(call => call.Id) ?? []);
                    break;
            }

            before = message;
        }

        Assert.Empty(unanswered);
    }
}
