using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Workers.Telegram.Tests.Rendering;
using Pipeline.Workers.Telegram.Views;
using Pipeline.Workers.Telegram.Views.Content;
using static Pipeline.Workers.Telegram.Tests.Views.Content.Transcripts;

namespace Pipeline.Workers.Telegram.Tests.Views.Content;

public sealed class A_task_that_has_ended
{
    private static readonly TokenCount Used = new() { InputTokens = 300, CacheReadInputTokens = 12_000, OutputTokens = 812 };

    [Fact]
    public void Says_how_long_it_took_what_it_did_and_its_answer()
    {
        var transcript = Of(Thinking("hm"), Text("I look."), Call("1", "Grep", "TODO"), Answer("1"), Call("2", "Agent", "read"), Call("2a", "Read", "x", "2"), Answer("2"), Text("**No** bug."), End("**No** bug."));

        Assert.Equal(
            """
            ✅ done in 1 min 20 s · 12.3k tokens read, 812 written

            ⟨expandable_blockquote⟩3 steps
            💬 I look.
            ✓ Grep · ⟨code⟩TODO⟨/code⟩
            ✓ Agent · read (1 call of its own)⟨/expandable_blockquote⟩

            ⟨bold⟩No⟨/bold⟩ bug.
            """,
            Single(Change(NodeState.Completed) with { Text = "**No** bug.", Usage = Used }, transcript));
    }

    [Fact]
    public void That_only_spoke_has_no_steps() =>
        Assert.Equal("✅ done in 1 min 20 s\n\nHi.", Single(Change(NodeState.Completed) with { Text = "Hi." }, Of(Text("Hi."), End("Hi."))));

    [Fact]
    public void Shows_the_last_steps_of_many()
    {
        var transcript = Of();
        foreach (var number in Enumerable.Range(0, 1000)) transcript.Add(Call($"{number}", "Bash", $"step {number}"));

        var said = Single(Change(NodeState.Completed) with { Text = "Hi." }, transcript);

        Assert.Contains("1000 steps, the last of them:\n", said, StringComparison.Ordinal);
        Assert.Contains("step 999⟨/code⟩⟨/expandable_blockquote⟩\n\nHi.", said, StringComparison.Ordinal);
        Assert.InRange(said.Length, 1000, 2800);
    }

    [Theory]
    [InlineData(NodeState.Failed, "❌ failed after 1 min 20 s\n\nIt broke.\n\nHalf ⟨bold⟩an answer⟨/bold⟩")]
    [InlineData(NodeState.Interrupted, "⚠️ interrupted after 1 min 20 s\n\nIt broke.\n\nHalf ⟨bold⟩an answer⟨/bold⟩")]
    [InlineData(NodeState.Stopped, "⏹ stopped after 1 min 20 s\n\nIt broke.\n\nHalf ⟨bold⟩an answer⟨/bold⟩")]
    public void Without_an_answer_shows_what_there_is_of_it(NodeState state, string expected) =>
        Assert.Equal(expected, Single(Change(state) with { Error = "It broke." }, Of(Text("Half **an "), Text("answer"))));

    [Fact]
    public void Shows_the_last_text_that_it_wrote_even_if_steps_followed()
    {
        var transcript = Of(Text("First."), Call("0", "Bash", "true"), Text($"{new string('x', 5000)} end"), Call("1", "Bash", "sleep"));

        var said = string.Concat(FinalAnswer.Of(Change(NodeState.Stopped), transcript, new ViewOptions()).Messages.Select(message => message.Text));

        Assert.Contains(new string('x', 3000), said, StringComparison.Ordinal);
        Assert.EndsWith("xxx end", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_words_where_there_was_neither_run_nor_answer()
    {
        Assert.Equal("⏹ stopped before it began", Single(Change(NodeState.Stopped, run: 0), new LiveTranscript()));
        Assert.Equal("❌ failed\n\nThe message that it replies to failed.", Single(Change(NodeState.Failed, run: 0) with { Error = "The message that it replies to failed." }, new LiveTranscript()));
        Assert.Equal("✅ done in 1 min 20 s\n\n⟨italic⟩It ended without an answer.⟨/italic⟩", Single(Change(NodeState.Completed), new LiveTranscript()));
    }

    [Fact]
    public void Takes_nothing_from_another_run() =>
        Assert.Equal("❌ failed after 1 min 20 s", Single(Change(NodeState.Failed, run: 2), Of(Text("of the first run"), Call("1", "Bash", "of the first run"))));

    [Fact]
    public void Is_continued_in_further_messages_without_losing_a_word()
    {
        var answer = string.Join("\n\n", Enumerable.Range(0, 900).Select(number => number % 30 == 0 ? $"```cs\nvar a{number} = {number};\n```" : $"Paragraph **{number}** of some length."));

        var final = FinalAnswer.Of(Change(NodeState.Completed) with { Text = answer }, new LiveTranscript(), new ViewOptions());

        Assert.Null(final.FileName);
        Assert.All(final.Messages, message => Assert.Empty(Wire.Faults(message)));
        var said = string.Join('\n', final.Messages.Select(message => message.Text));
        foreach (var number in Enumerable.Range(0, 900))
            Assert.Contains(number % 30 == 0 ? $"var a{number} = {number};" : $"Paragraph {number} of some length.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_a_file_below_its_beginning_where_it_is_very_long()
    {
        var answer = string.Join("\n\n", Enumerable.Range(0, 3000).Select(number => $"Paragraph **{number}** of some length."));

        var final = FinalAnswer.Of(Change(NodeState.Completed) with { Text = answer }, new LiveTranscript(), new ViewOptions());

        var message = Assert.Single(final.Messages);
        Assert.Empty(Wire.Faults(message));
        Assert.StartsWith("✅ done in 1 min 20 s\n\nParagraph 0 of some length.\n\n", message.Text, StringComparison.Ordinal);
        Assert.EndsWith("… The whole answer is in answer.md, below.", message.Text, StringComparison.Ordinal);
        Assert.Equal(("answer.md", answer), (final.FileName, final.FileContent));
    }

    [Fact]
    public void Is_a_file_also_where_only_what_is_shown_of_it_is_very_long()
    {
        var header = string.Join(" | ", Enumerable.Range(0, 20).Select(column => $"{column} {new string('h', 20)}"));
        var cells = string.Join(" | ", Enumerable.Range(0, 20).Select(_ => "cells12"));
        var answer = $"| {header} |\n|{string.Concat(Enumerable.Repeat("-|", 20))}\n{string.Concat(Enumerable.Repeat($"| {cells} |\n", 150))}";
        Assert.True(answer.Length < new ViewOptions().FileBeyond);

        var final = FinalAnswer.Of(Change(NodeState.Completed) with { Text = answer }, new LiveTranscript(), new ViewOptions());

        Assert.Equal(answer, final.FileContent);
        Assert.Empty(Wire.Faults(Assert.Single(final.Messages)));
    }

    [Fact]
    public void Of_a_table_with_a_long_header_and_short_rows_grows_little()
    {
        var answer = $"| {new string('h', 2000)} | b |\n|-|-|\n{string.Concat(Enumerable.Repeat("| 1 | 2 |\n", 500))}";

        var final = FinalAnswer.Of(Change(NodeState.Completed) with { Text = answer }, new LiveTranscript(), new ViewOptions());

        Assert.InRange(final.Messages.Sum(message => message.Text.Length), 2000, 2 * answer.Length);
    }

    [Fact]
    public void Says_where_its_answer_is_not_whole()
    {
        var said = Single(Change(NodeState.Completed) with { Text = "Much" }, Of(Text("Much"), End("Much", cut: 7)));

        Assert.EndsWith("⟨italic⟩The answer went on for 7 characters more than can be kept.⟨/italic⟩", said, StringComparison.Ordinal);
    }

    private static string Single(NodeChanged change, LiveTranscript transcript)
    {
        var message = Assert.Single(FinalAnswer.Of(change, transcript, new ViewOptions()).Messages);
        Assert.Empty(Wire.Faults(message));
        return Wire.Notation(message);
    }
}
