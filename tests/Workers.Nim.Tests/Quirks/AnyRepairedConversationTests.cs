using FsCheck;
using FsCheck.Fluent;
using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Quirks.Shaping;
using Pipeline.Workers.Nim.Tests.Requests;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Tests.Quirks;

/// <summary>Whatever is known of a model, and whatever was said.</summary>
public class AnyRepairedConversationTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(12);

    private static readonly Arbitrary<(RandomConversation Conversation, HashSet<Quirk> Quirks)> Any = Arb.From(
        RandomConversation.Any.Generator.Zip(
            Gen.Elements(Enum.GetValues<Quirk>()).ListOf(),
            (conversation, quirks) => (conversation, quirks.ToHashSet())));

    [Fact]
    public void Nothing_refused_is_left_and_a_second_repair_finds_nothing_to_do() =>
        Check.One(Thorough, Prop.ForAll(Any, any =>
        {
            if (Translate(any.Conversation, any.Conversation.Turns.Count) is not { } chat) return;

            var repaired = QuirkRepairs.Apply(chat, any.Quirks);

            Assert.Same(repaired, QuirkRepairs.Apply(repaired, any.Quirks));
            Assert.All(any.Quirks, quirk => Assert.False(QuirkRepairs.Concerns(quirk, repaired)));
            if (any.Quirks.Contains(Quirk.NoImages)) Assert.DoesNotContain("image_url", Translated.JsonOf(repaired).ToJsonString(), StringComparison.Ordinal);
            AssertOrdered(repaired.Messages);
        }));

    [Fact]
    public void A_longer_conversation_still_begins_with_the_bytes_of_the_shorter_one() =>
        Check.One(Thorough, Prop.ForAll(Any, any =>
        {
            var whole = any.Conversation.Turns.Count;
            for (var count = 1; count < whole; count++)
            {
                if (SharedPrefixTests.IsAnsweredAt(any.Conversation, count))
                    SharedPrefixTests.AssertBeginsAlike(Send(any.Conversation, count, any.Quirks), Send(any.Conversation, whole, any.Quirks));
            }
        }));

    /// <summary>Roles in turn, and each call followed by its result.</summary>
    private static void AssertOrdered(IReadOnlyList<ChatMessage> messages)
    {
        ChatMessage? before = null;
        var unanswered = new Queue<string>();
        foreach (var message in messages)
        {
            if (message is not ToolMessage) Assert.NotEqual(before?.GetType(), message.GetType());
            if (message is ToolMessage tool) Assert.Equal(unanswered.Dequeue(), tool.ToolCallId);
            else Assert.Empty(unanswered);

            foreach (var call in (message as AssistantMessage)?.ToolCalls ?? []) unanswered.Enqueue(call.Id);
            before = message;
        }
    }

    private static byte[] Send(RandomConversation conversation, int count, HashSet<Quirk> quirks) =>
        QuirkRepairs.Apply(Translate(conversation, count)!, quirks).ToUtf8();

    private static ChatRequest? Translate(RandomConversation conversation, int count)
    {
        try
        {
            return Translated.Whole(conversation.Request(count)).Chat;
        }
        catch (InvalidRequestException)
        {
            return null;
        }
    }
}
