using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Native.Events;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Native.Blocks;

/// <summary>The start of a tool call: as it came where the client can use it so.</summary>
internal sealed record ToolStart
{
    private const string ClientTool = "tool_use";
    private const string EmptyInput = "{}";

    private readonly string _type;
    private readonly string _id;
    private readonly string _name;
    private readonly byte[]? _json;

    /// <param name="content">What the upstream's start says.</param>
    /// <param name="json">The same as JSON.</param>
    /// <param name="name">The tool's name for the client.</param>
    /// <param name="ids">The ids of the answer's calls.</param>
    public ToolStart(BlockContent content, ReadOnlySpan<byte> json, string name, ToolIds ids)
    {
        _type = content.Type;
        // The server that runs a tool answers under its own id.
        _id = RunsAtTheClient ? ids.Choose(content.Id) : content.Id ?? ids.Choose(upstreamId: null);
        _name = name;
        _json = _id == content.Id && _name == content.Name && content.Input == EmptyInput ? json.ToArray() : null;
    }

    /// <summary>Whether the client is asked to run the tool.</summary>
    public bool RunsAtTheClient => _type == ClientTool;

    /// <summary>Input that is there already.</summary>
    public static string? InputOf(BlockContent content) => content.Input is null or EmptyInput ? null : content.Input;

    public void Write(EventWriter events, int index)
    {
        if (_json is not null) events.BlockStart(index, _json);
        else events.ToolStart(index, _id, _name, _type);
    }
}
