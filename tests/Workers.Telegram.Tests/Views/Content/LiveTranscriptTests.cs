using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Rendering.Messages;
using Pipeline.Workers.Telegram.Tests.Rendering;
using Pipeline.Workers.Telegram.Views.Content;
using static Pipeline.Workers.Telegram.Tests.Views.Content.Transcripts;

namespace Pipeline.Workers.Telegram.Tests.Views.Content;

public sealed class A_running_task
{
    [Fact]
    public void Shows_in_order_what_its_agent_thinks_does_and_says()
    {
        var transcript = Of(
            new StatusReported { Text = "Claude Code has begun.", SessionId = "s" },
            Thinking("Where is "), Thinking("the **bug**?"),
            Text("I look "), Text("around."),
            Call("1", "Grep", "TODO in src"), Answer("1", "src/a.cs"),
            Call("2", "Bash", "dotnet test"), Answer("2", "Exit code 1\nmuch more", isError: true),
            Call("3", "Read", "src/a.cs"));

        Assert.Equal(
            """
            ⟨expandable_blockquote⟩💭 Where is the ⟨bold⟩bug⟨/bold⟩?⟨/expandable_blockquote⟩

            I look around.

            ✓ Grep · ⟨code⟩TODO in src⟨/code⟩
            ✗ Bash · ⟨code⟩dotnet test⟨/code⟩: Exit code 1 much more
            🔧 Read · ⟨code⟩src/a.cs⟨/code⟩

            🔧 Read
            """,
            Seen(transcript.Render(Running())));
    }

    [Fact]
    public void Shows_much_of_a_long_text_marked_where_it_is_cut_and_nothing_from_before_it()
    {
        var code = string.Concat(Enumerable.Range(0, 1000).Select(number => $"line {number:0000};\n"));
        var transcript = Of(Call("1", "Grep", "TODO in src"), Answer("1", "src/a.cs"), Text($"Look:\n\n```cs\n{code}```\n\nDone."));

        var seen = transcript.Render(Running());

        Assert.InRange(seen.Text.Length, 3000, MessageLimits.Text);
        Assert.StartsWith("…\n", seen.Text, StringComparison.Ordinal);
        Assert.Contains("line 0999;", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Grep", seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_the_cut_of_a_text_whose_markup_is_longer_than_what_is_shown_of_it()
    {
        var links = string.Concat(Enumerable.Range(0, 300).Select(number => $"[source {number}](https://example.com/a/very/long/way/to/the/document/{number}) \n"));
        var transcript = Of(Call("1", "Grep", "TODO in src"), Answer("1", "src/a.cs"), Text(links));

        var seen = transcript.Render(Running());

        Assert.StartsWith("…\nsource ", seen.Text, StringComparison.Ordinal);
        Assert.Contains("source 299", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Grep", seen.Text, StringComparison.Ordinal);
        Assert.Equal(seen.Text.LastIndexOf("source 299", StringComparison.Ordinal), seen.Entities[^1].Offset);
    }

    [Fact]
    public void Shows_what_its_sub_agents_do_below_their_call()
    {
        var transcript = Of(
            Call("a", "Agent", "find the callers"), Call("b", "Agent", "read the docs"),
            Call("a1", "Grep", "one", "a"), Answer("a1", parent: "a"), Call("b1", "Read", "two", "b"), Call("a2", "Grep", "three", "a"), Call("a3", "Grep", "four", "a"),
            new TextWritten { Text = "said to the agent alone", ParentToolUseId = "a" },
            Call("a4", "Task", "five", "a"), Call("a4x", "Read", "six", "a4"), Status("Task completed: all read", "b"));

        Assert.Equal(
            """
            🤖 Agent · find the callers
               … 2 before
               🔧 Grep · ⟨code⟩four⟨/code⟩
               🔧 Task · five
               🔧 Read · ⟨code⟩six⟨/code⟩
            🤖 Agent · read the docs
               🔧 Read · ⟨code⟩two⟨/code⟩
               ℹ️ Task completed: all read

            🤖 2 sub-agents
            """,
            Seen(transcript.Render(Running())));
    }

    [Theory]
    [InlineData(0, "🔧 Bash")]
    [InlineData(9.9, "🔧 Bash")]
    [InlineData(10, "🔧 Bash · 10 s")]
    [InlineData(19, "🔧 Bash · 10 s")]
    [InlineData(59, "🔧 Bash · 50 s")]
    [InlineData(119, "🔧 Bash · 1 min")]
    [InlineData(3599, "🔧 Bash · 59 min")]
    [InlineData(3600, "🔧 Bash · 1 h")]
    [InlineData(7800, "🔧 Bash · 2 h 10 min")]
    [InlineData(8099, "🔧 Bash · 2 h 10 min")]
    public void Is_not_shown_anew_every_second_while_nothing_happens(double seconds, string expected) =>
        Assert.Equal(expected, StatusOf(Of(Call("1", "Bash", "sleep 9999")), Running(seconds)));

    [Fact]
    public void Says_what_it_is_about()
    {
        Assert.Equal("🚀 launching", StatusOf(new LiveTranscript(), At(null)));
        Assert.Equal("🕒 queued", StatusOf(new LiveTranscript(), At(Change(NodeState.Queued, run: 0))));
        Assert.Equal("🕒 queued, it is next", StatusOf(new LiveTranscript(), At(Change(NodeState.Queued, run: 0, position: 0))));
        Assert.Equal("🕒 queued, 2 before it", StatusOf(new LiveTranscript(), At(Change(NodeState.Queued, run: 0, position: 2))));
        Assert.Equal("⏳ starting", StatusOf(new LiveTranscript(), Running()));
        Assert.Equal("💭 thinking", StatusOf(Of(Thinking("well")), Running()));
        Assert.Equal("✍️ writing", StatusOf(Of(Text("well")), Running()));
        Assert.Equal("💭 thinking", StatusOf(Of(Text("well"), new UsageReported { Usage = new TokenCount() }), Running()));
        Assert.Equal("🔧 Read and 1 more", StatusOf(Of(Call("1", "Bash"), Call("2", "Read")), Running()));
        Assert.Equal("💭 thinking", StatusOf(Of(Call("1", "Bash"), Answer("1")), Running()));
        Assert.Equal("🤖 1 sub-agent", StatusOf(Of(Call("1", "Task", "look"), Call("2", "Bash")), Running()));
        Assert.Equal("⏳ waiting", StatusOf(Of(Status("The model's API could not be reached: try 1 of 10 in 1 s.")), Running()));
        Assert.Equal("🏁 finishing", StatusOf(Of(Text("well"), End("well")), Running()));
        Assert.Equal("✅ done in 1 min 20 s", StatusOf(Of(Text("well"), End("well")), At(Change(NodeState.Completed))));
    }

    [Fact]
    public void Tells_the_newest_of_a_trouble_that_may_pass_and_an_error_in_words()
    {
        var transcript = Of(Status("Try 1 of 10."), Status("Try 2 of 10."));

        Assert.Equal("⟨italic⟩ℹ️ Try 2 of 10.⟨/italic⟩\n\n⏳ waiting", Seen(transcript.Render(Running())));

        transcript.Add(new ErrorReported { Text = "The model\nis gone." });

        Assert.Equal("⟨italic⟩❗ The model is gone.⟨/italic⟩\n\n⏳ waiting", Seen(transcript.Render(Running())));
    }

    [Fact]
    public void Shows_apart_what_two_answers_of_the_model_say()
    {
        var transcript = Of(Text("One."), new UsageReported { Usage = new TokenCount() }, Text("Two."));

        Assert.StartsWith("One.\n\nTwo.\n\n", transcript.Render(Running()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_its_newest_part_and_its_status()
    {
        var transcript = Of();
        foreach (var number in Enumerable.Range(0, 300))
        {
            transcript.Add(Call($"{number}", "Read", $"file {number}"));
            transcript.Add(Answer($"{number}"));
            transcript.Add(Text($"Paragraph **{number}**.\n\n"));
        }

        var shown = transcript.Render(Running());

        Assert.StartsWith("…\n", shown.Text, StringComparison.Ordinal);
        Assert.EndsWith("✓ Read · file 299\n\nParagraph 299.\n\n✍️ writing", shown.Text, StringComparison.Ordinal);
        Assert.InRange(shown.Text.Length, MessageLimits.Text * 3 / 4, MessageLimits.Text);
        Assert.Empty(Wire.Faults(shown));
    }

    [Fact]
    public void Shows_code_that_is_longer_than_a_message_as_code()
    {
        var transcript = Of(Text("```cs\n"));
        foreach (var line in Enumerable.Range(0, 20_000)) transcript.Add(Text($"    line {line};\n"));

        var shown = transcript.Render(Running());

        Assert.Contains("⟨pre cs⟩", Seen(shown), StringComparison.Ordinal);
        Assert.EndsWith("line 19999;⟨/pre⟩\n\n✍️ writing", Seen(shown), StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_its_thinking_and_shows_the_newest_of_much()
    {
        var transcript = Of();
        foreach (var number in Enumerable.Range(0, 5000)) transcript.Add(Thinking($"thought {number}, "));

        var shown = transcript.Render(Running());

        Assert.StartsWith("💭 … ", shown.Text, StringComparison.Ordinal);
        Assert.Contains("thought 4999,", shown.Text, StringComparison.Ordinal);
        Assert.InRange(shown.Text.Length, 500, 1100);
    }

    [Fact]
    public void Shows_nothing_of_an_earlier_run_while_it_waits_to_run_again()
    {
        var transcript = Of(Text("first try"));

        Assert.Equal("🕒 queued, it is next", transcript.Render(At(Change(NodeState.Queued, position: 0))).Text);
        Assert.Equal("⏳ starting", transcript.Render(At(Change(NodeState.Running, run: 2))).Text);

        transcript.Begin(2);
        transcript.Add(Text("second try"));

        Assert.Equal("second try\n\n✍️ writing", transcript.Render(At(Change(NodeState.Running, run: 2))).Text);
    }

    [Fact]
    public void Is_seen_at_work_before_it_is_told_that_it_runs()
    {
        Assert.Equal("well\n\n✍️ writing", Of(Text("well")).Render(At(null)).Text);
        Assert.Equal("well\n\n✍️ writing", Of(Text("well")).Render(At(Change(NodeState.Queued, run: 0, position: 1))).Text);
        Assert.Equal("well\n\n✍️ writing", Of(Text("well")).Render(At(Change(NodeState.Failed, run: 0))).Text);
    }

    private static string StatusOf(LiveTranscript transcript, NodeStatus status) => transcript.Render(status).Text.Split('\n')[^1];

    private static string Seen(FormattedText text)
    {
        Assert.Empty(Wire.Faults(text));
        return Wire.Notation(text);
    }
}
