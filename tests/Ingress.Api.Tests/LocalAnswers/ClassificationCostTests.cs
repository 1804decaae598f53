using System.Text.Json.Nodes;
using Pipeline.Contracts.Commands;
using Pipeline.Ingress.LocalAnswers;
using Pipeline.Ingress.Messages;
using Pipeline.TestKit.Sse;

namespace Pipeline.Ingress.Tests.LocalAnswers;

public sealed class ClassificationCostTests
{
    // A collection counts what is left of a thread's 8 KiB as allocated: of several rounds the one without tells the cost.
    private const int Rounds = 10;

    public static TheoryData<string> Requests => ["with tools", "without tools", "a mark alone"];

    [Theory]
    [MemberData(nameof(Requests))]
    public void Real_work_of_120_KB_costs_no_allocation(string which)
    {
        var body = AnthropicRequests.ToUtf8(Request(which));
        var shape = RequestReader.Read(body);
        Assert.InRange(body.Length, 100_000, 140_000);
        var kinds = LocalAnswerKind.None;

        // The first call may be compiled in its course.
        for (var warm = 0; warm < 100; warm++) kinds |= RequestClassifier.Classify(body, shape);
        var cost = LeastAllocated(() =>
        {
            for (var call = 0; call < 1000; call++) kinds |= RequestClassifier.Classify(body, shape);
        });

        Assert.Equal((0, LocalAnswerKind.None), (cost, kinds));
    }

    [Fact]
    public void Reading_a_request_allocates_nothing_but_the_name_of_its_model()
    {
        var body = AnthropicRequests.ToUtf8(AnthropicRequests.Realistic());
        for (var warm = 0; warm < 100; warm++) RequestReader.Read(body);

        Assert.InRange(LeastAllocated(() => RequestReader.Read(body)), 0, 32 + (2 * AnthropicRequests.Model.Length));
    }

    private static long LeastAllocated(Action round) => Enumerable.Range(0, Rounds).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        round();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    private static JsonObject Request(string which)
    {
        if (which == "with tools") return AnthropicRequests.Realistic();

        var text = string.Concat(Enumerable.Repeat("What does this line of the log say? ", 3000));
        return AnthropicRequests.Hello(text: which == "a mark alone" ? $"{LocalRequests.SuggestionMark} {text}" : text);
    }
}
