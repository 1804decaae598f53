using Pipeline.Workers.Nim.Native.Events;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Translation.Answers.Blocks;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Native.Blocks;

/// <summary>
/// Puts the upstream's blocks in a row. Servers leave blocks open while the next ones come, or to the end of the
/// message, and forget to start or stop them.
/// </summary>
internal sealed class NativeBlocks(BlockOutput output, ToolCatalogue tools, UsageTally usage, bool showThinking)
{
    private readonly Queue<NativeBlock> _row = new();
    private readonly Dictionary<int, NativeBlock> _open = [];
    private readonly List<ToolCall> _calls = [];
    private readonly ToolIds _ids = new();
    private int _lastIndex;
    private bool _hasLostInput;

    /// <summary>Whether no block has come.</summary>
    public bool AreNone { get; private set; } = true;

    /// <summary>Whether every tool call so far can be run.</summary>
    public bool AreInputsSound => !_hasLostInput && _calls.TrueForAll(call => call.IsSound);

    public void Start(int? index, BlockContent content, ReadOnlySpan<byte> json)
    {
        _lastIndex = index ?? _lastIndex + 1;
        usage.Count(content.Type == "thinking" ? BlockKind.Thinking : BlockKind.Text, content.Text);
        usage.Count(BlockKind.ToolUse, ToolStart.InputOf(content));
        Begin(Create(content, json));
    }

    public void Take(int? index, DeltaContent delta, ReadOnlySpan<byte> json)
    {
        if (delta.Kind == DeltaKind.Other) return;

        Count(delta);
        _lastIndex = index ?? _lastIndex;
        var block = _open.GetValueOrDefault(_lastIndex);
        if (block?.Takes(delta.Kind) != true) block = Missing(delta.Kind);
        block?.Take(delta, json);
    }

    public void Stop(int? index)
    {
        if (!_open.Remove(index ?? _lastIndex, out var block)) return;

        block.IsStopped = true;
        Drain();
    }

    /// <summary>Writes all that waits, whole or not, and closes the last block.</summary>
    public void End()
    {
        foreach (var block in _row) block.IsStopped = true;
        Drain();
    }

    // A signature is nothing that the model wrote.
    private void Count(DeltaContent delta)
    {
        if (delta.Kind == DeltaKind.Text) usage.Count(BlockKind.Text, delta.Text);
        else if (delta.Kind == DeltaKind.Thinking) usage.Count(BlockKind.Thinking, delta.Text);
        else if (delta.Kind == DeltaKind.Input) usage.Count(BlockKind.ToolUse, delta.Text);
    }

    private void Begin(NativeBlock block)
    {
        AreNone = false;
        if (_open.Remove(_lastIndex, out var unstopped)) unstopped.IsStopped = true;
        _open[_lastIndex] = block;
        _row.Enqueue(block);
        Drain();
    }

    // A piece without a block gets one, if it can stand alone.
    private NativeBlock? Missing(DeltaKind kind)
    {
        _hasLostInput |= kind == DeltaKind.Input;
        if (kind is not (DeltaKind.Text or DeltaKind.Thinking)) return null;

        var block = Prose(kind, new BlockContent(), json: []);
        Begin(block);
        return block;
    }

    private void Drain()
    {
        while (_row.TryPeek(out var first))
        {
            first.Open();
            if (!first.IsStopped && !(_row.Count > 1 && first.MayBeLeft)) return;

            first.Close();
            _row.Dequeue();
        }
    }

    private NativeBlock Create(BlockContent content, ReadOnlySpan<byte> json) => content.Type switch
    {
        "text" => Prose(DeltaKind.Text, content, json),
        "thinking" => Prose(DeltaKind.Thinking, content, json),
        "redacted_thinking" when showThinking => new OpaqueBlock(output, json.ToArray()),
        "web_search_tool_result" => new OpaqueBlock(output, json.ToArray()),
        "tool_use" or "server_tool_use" => Tool(content, json),
        _ => new DroppedBlock(),
    };

    private NativeBlock Prose(DeltaKind kind, BlockContent content, ReadOnlySpan<byte> json) =>
        kind == DeltaKind.Thinking && !showThinking ? new DroppedBlock() : new ProseBlock(output, kind, content, json);

    private NativeBlock Tool(BlockContent content, ReadOnlySpan<byte> json)
    {
        if (string.IsNullOrEmpty(content.Name))
        {
            _hasLostInput = true;
            return new DroppedBlock();
        }

        var call = new ToolCall(tools, index: 0, _calls.Count);
        call.Take(content.Id, content.Name, ToolStart.InputOf(content));
        _calls.Add(call);
        var name = content.Type == "tool_use" ? tools.ClientName(call.Name) : call.WrittenName;
        return new ToolBlock(output, new ToolStart(content, json, name, _ids), call);
    }
}
