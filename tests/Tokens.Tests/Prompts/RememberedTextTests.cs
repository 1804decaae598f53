using System.Text;
using System.Text.Json.Nodes;
using Pipeline.TestKit.Sse;
using Pipeline.Tokens.Prompts;
using Pipeline.Tokens.Prompts.Texts;

namespace Pipeline.Tokens.Tests.Prompts;

public sealed class RememberedTextTests
{
    private readonly EncodedBytes _encoded = new();
    private readonly PromptCounter _counter;

    public RememberedTextTests() => _counter = new PromptCounter(_encoded);

    [Fact]
    public void What_a_conversation_has_said_before_is_not_encoded_again()
    {
        var request = AnthropicRequests.Realistic(120);
        var first = Count(request);
        var firstBytes = _encoded.Count;

        MoveCacheMark(request);
        request["messages"]!.AsArray().Add(AnthropicRequests.User(new string('x', 1_000)));
        var second = Count(request);

        // What is shorter than 64 bytes is encoded each time: names of tools, paths, the billing header's successors.
        Assert.InRange(firstBytes, 100_000, 130_000);
        Assert.InRange(_encoded.Count - firstBytes, 1_000, 4_000);
        Assert.Equal(first.Total + Overheads.Message + Counted.TokensOf(new string('x', 1_000)), second.Total);
    }

    [Fact]
    public void Requests_of_many_threads_share_what_is_known()
    {
        var request = AnthropicRequests.ToUtf8(AnthropicRequests.Realistic(120));
        var expected = _counter.Count(request);
        var once = _encoded.Count;

        Parallel.For(0, 32, _ => Assert.Equal(expected, _counter.Count(request)));

        Assert.True(_encoded.Count - once < 32 * 4_000, $"{_encoded.Count - once} bytes were encoded again.");
    }

    [Fact]
    public void Conversations_without_end_take_no_memory_without_end()
    {
        var known = new KnownCounts(capacity: 100);
        var often = KnownCounts.KeyOf("often"u8);
        known.Add(often, 7);
        for (var text = 0; text < 10_000; text++)
        {
            known.Add(KnownCounts.KeyOf(Encoding.UTF8.GetBytes($"text {text}")), text);
            if (text % 40 == 0) Assert.True(known.TryFind(often, out var count) && count == 7);
        }

        Assert.InRange(known.Count, 50, 100);
        Assert.True(known.TryFind(KnownCounts.KeyOf("text 9999"u8), out var newest) && newest == 9_999);
        Assert.False(known.TryFind(KnownCounts.KeyOf("text 0"u8), out _));
    }

    private PromptCount Count(JsonObject request) => _counter.Count(AnthropicRequests.ToUtf8(request));

    // As Claude Code does with each request: the last block carries it.
    private static void MoveCacheMark(JsonObject request) =>
        request["messages"]!.AsArray()[^1]!["content"]!.AsArray()[^1]!.AsObject().Remove("cache_control");
}
