using System.Buffers;
using System.Text;
using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Cli.Output;

namespace Pipeline.Workers.Cli.Tests.Output;

/// <summary>What the CLI printed in one run, and what is read from it.</summary>
internal sealed class Recording
{
    private readonly List<TranscriptEvent> _events = [];

    private Recording(IEnumerable<string> lines)
    {
        foreach (var line in lines) _events.AddRange(Reader.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(line))));
    }

    public TranscriptReader Reader { get; } = new("/home/agent/project");

    public IReadOnlyList<TranscriptEvent> Events => _events;

    public string Text(string? parent = null) => string.Concat(_events.OfType<TextWritten>().Where(text => text.ParentToolUseId == parent).Select(text => text.Text));

    public string Thinking(string? parent = null) => string.Concat(_events.OfType<ThinkingWritten>().Where(text => text.ParentToolUseId == parent).Select(text => text.Text));

    public static Recording Of(params string[] lines) => new(lines);

    public static Recording Load(string name, Func<string, bool>? only = null) =>
        new(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Recordings", $"{name}.jsonl")).Where(only ?? (_ => true)));
}
