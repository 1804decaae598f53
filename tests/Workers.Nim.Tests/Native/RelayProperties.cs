using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.TestKit.Grammar;
using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Native;
using Pipeline.Workers.Nim.Tests.Grammar;
using Pipeline.Workers.Nim.Translation.Answers;

namespace Pipeline.Workers.Nim.Tests.Native;

public sealed class RelayProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    private static readonly string[] Fragments =
    [
        Events.Start, Events.MessageStop, Events.Ping, Events.Text(0), Events.Text(1), Events.Thinking(0),
        Events.Thinking(2), Events.Tool(0), Events.Tool(1), Events.TextDelta(0), Events.TextDelta(1), Events.TextDelta(0, " "),
        Events.ThinkingDelta(0), Events.ThinkingDelta(2), Events.Signature(0), Events.Input(0, "{\"a\""), Events.Input(0, ":1}"),
        Events.Input(1, "{}"), Events.Input(1, "x"), Events.Stop(0), Events.Stop(1), Events.Stop(2), Events.End(), Events.End("tool_use"),
        Events.End("max_tokens"), Events.End("stop_sequence"), Events.Block(1, """{"type":"redacted_thinking","data":"x"}"""),
        Events.Block(0, "7"), "{}", """{"type":"content_block_delta"}""", """{"type":"content_block_start"}""", """{"type":"message_delta","usage":[]}""",
    ];

    private static Arbitrary<int> Seeds => Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void However_a_message_is_streamed_it_folds_to_itself() => Check.One(Thorough, Prop.ForAll(Seeds, seed =>
    {
        var message = new RandomMessage(new Random(seed));

        var relayed = Relayed.To(message.ToStream());

        Assert.Equal(AnswerEnd.Complete, relayed.End);
        AssertSame(message, relayed);
    }));

    [Fact]
    public void A_message_that_comes_whole_folds_to_itself() => Check.One(Thorough, Prop.ForAll(Seeds, seed =>
    {
        var message = new RandomMessage(new Random(seed));

        AssertSame(message, Relayed.To(message.ToWhole()));
    }));

    [Fact]
    public void A_stream_that_is_cut_anywhere_is_never_ended() => Check.One(Thorough, Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var stream = new RandomMessage(random).ToStream().ToList();

        var relayed = Relayed.To(stream.Take(random.Next(stream.Count)));

        Assert.Equal(AnswerEnd.Cut, relayed.End);
        Assert.DoesNotContain(relayed.Events, json => json.Contains("message_stop", StringComparison.Ordinal));
    }));

    [Fact]
    public void Whatever_an_upstream_sends_the_client_gets_a_grammatical_stream() => Check.One(
        Thorough.WithMaxTest(3_000),
        Prop.ForAll(Gen.Elements(Fragments).ListOf().ToArbitrary(), events => Relayed.To([.. events, Events.MessageStop]).End != AnswerEnd.Cut));

    [Fact]
    public void A_block_that_is_taken_apart_costs_by_its_length()
    {
        string[] stream =
        [
            Events.Start, Events.Tool(0), Events.Input(0, "{\"a\":\""), .. Enumerable.Repeat(Events.Input(0, "x"), 60_000), Events.Input(0, "\"}"),
            Events.Text(1), .. Enumerable.Repeat(Events.TextDelta(1, "\\n"), 60_000), .. Enumerable.Repeat(Events.TextDelta(1), 60_000),
            Events.End("tool_use"), Events.MessageStop,
        ];
        var payloads = stream.Select(Encoding.UTF8.GetBytes).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var answer = new NativeAnswer(Relayed.Context, new Discard());

        foreach (var payload in payloads) Assert.Null(answer.Accept(payload));

        Assert.Equal(AnswerEnd.Complete, answer.Finish(doneReceived: false));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, payloads.Count * 4_000L);
    }

    private static void AssertSame(RandomMessage message, Relayed relayed) =>
        Assert.Equal(message.Blocks.Select(WithoutLayout), relayed.Message.Blocks.Select(WithoutLayout));

    private static FoldedBlock WithoutLayout(FoldedBlock block) =>
        block is OtherBlock other ? other with { Content = other.Content.Replace(" ", "", StringComparison.Ordinal) } : block;

    private sealed class Discard : IMessageEventSink
    {
        public void Write(Contracts.Frames.FrameKind kind, ReadOnlyMemory<byte> payload)
        {
        }
    }
}
