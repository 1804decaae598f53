using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Tests.Rendering;
using Pipeline.Workers.Telegram.Views;
using Pipeline.Workers.Telegram.Views.Content;
using static Pipeline.Workers.Telegram.Tests.Views.Content.Transcripts;

namespace Pipeline.Workers.Telegram.Tests.Views.Content;

public sealed class Whatever_an_agent_does
{
    private const int Seeds = 300;

    [Fact]
    public void Telegram_takes_what_is_shown_of_it_and_how_it_ended()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new RandomMarkdown(seed);
            var transcript = Of();
            var change = Change((NodeState)(1 + random.Next(7)), run: random.Next(3), position: random.Next(3), seconds: random.Next(10_000)) with
            {
                Text = random.Next(2) == 0 ? random.Text(random.Next(600)) : null,
                Error = random.Next(2) == 0 ? random.Text(random.Next(60)) : null,
            };
            for (var count = random.Next(400); count > 0; count--)
            {
                transcript.Add(Any(random));
                if (random.Next(20) == 0) AssertTaken(seed, transcript.Render(At(change, random.Next(10_000))));
            }

            AssertTaken(seed, transcript.Render(At(change, random.Next(10_000))));
            var final = FinalAnswer.Of(change, transcript, new ViewOptions { FileBeyond = 1000 + random.Next(2000) });
            Assert.NotEmpty(final.Messages);
            foreach (var message in final.Messages) AssertTaken(seed, message);
        }
    }

    private static TranscriptEvent Any(RandomMarkdown random)
    {
        var parent = random.Next(3) == 0 ? $"{random.Next(20)}" : null;
        var (id, text) = ($"{random.Next(20)}", random.Text(random.Next(40)));
        return random.Next(9) switch
        {
            0 => Thinking(text),
            1 => Call(id, random.Next(3) == 0 ? text : "Agent", random.Text(random.Next(10)), parent),
            2 => Answer(id, text, random.Next(2) == 0, parent),
            3 => Status(text, parent),
            4 => new ErrorReported { Text = text, ParentToolUseId = parent },
            5 => new UsageReported { Usage = new TokenCount() },
            6 when random.Next(10) == 0 => End(text, random.Next(2) == 0 ? 7 : null),
            _ => new TextWritten { Text = text, ParentToolUseId = parent },
        };
    }

    private static void AssertTaken(int seed, FormattedText message)
    {
        var faults = Wire.Faults(message);
        Assert.True(faults.Count == 0, $"{string.Join("; ", faults)} with seed {seed}: {message.Text}");
    }
}
