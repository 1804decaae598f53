using System.Text.Json;

namespace Pipeline.TestKit.Grammar;

/// <summary>
/// Walks through a stream. A truncated answer may hold a tool input that is not JSON, which only
/// <c>message_delta</c> tells, so inputs are judged there.
/// </summary>
internal sealed class GrammarChecker(IEnumerable<string> violations)
{
    private readonly List<string> _violations = [.. violations];
    private readonly List<FoldedBlock> _blocks = [];
    private readonly List<string> _badInputs = [];
    private readonly HashSet<string> _toolIds = new(StringComparer.Ordinal);
    private FoldedMessage _message = new();
    private StreamError? _error;
    private OpenBlock? _open;
    private Phase _phase = Phase.BeforeStart;
    private int _position = -1;
    private string _type = string.Empty;

    private enum Phase
    {
        BeforeStart,
        Blocks,
        Delta,
        Ended,
    }

    public void TakeUnreadable(string data, string reason)
    {
        _position++;
        _type = "?";
        Violate($"not readable ({reason}): {data}");
    }

    public void Take(string? name, JsonElement data)
    {
        _position++;
        _type = OpenBlock.Text(data, "type");
        if (name is not null && name != _type) Violate($"the event line says \"{name}\"");
        if (_phase == Phase.Ended) Violate("comes after the end of the stream");

        switch (_type)
        {
            case "ping": break;
            case "message_start": Start(data); break;
            case "content_block_start": StartBlock(data); break;
            case "content_block_delta": AddDelta(data); break;
            case "content_block_stop": StopBlock(data); break;
            case "message_delta": Delta(data); break;
            case "message_stop": Stop(); break;
            case "error": Fail(data); break;
            default: Violate("unknown event type"); break;
        }
    }

    public StreamVerdict Finish()
    {
        if (_phase != Phase.Ended) _violations.Add($"after event {_position}: the stream ends without message_stop or error");
        return new StreamVerdict { Violations = _violations, Message = _message with { Blocks = _blocks }, Error = _error };
    }

    private void Start(JsonElement data)
    {
        if (_phase != Phase.BeforeStart) Violate("the message has begun already");
        _phase = Phase.Blocks;
        _message = MessageFacts.ReadStart(data, Violate);
    }

    private void StartBlock(JsonElement data)
    {
        Require(Phase.Blocks);
        if (_open is not null) Violate($"block {_open.Index} is still open");

        var index = MessageFacts.Index(data);
        if (index != _blocks.Count + (_open is null ? 0 : 1)) Violate($"index {index}, expected {_blocks.Count}");

        var block = MessageFacts.ReadBlock(data, _toolIds, Violate);
        _open = new OpenBlock(index, OpenBlock.Text(block, "type"), block);
    }

    private void AddDelta(JsonElement data)
    {
        Require(Phase.Blocks);
        if (FindOpen(data) is not { } open) return;

        if (!data.TryGetProperty("delta", out var delta)) Violate("no delta");
        else if (open.Add(delta) is { } wrong) Violate(wrong);
    }

    private void StopBlock(JsonElement data)
    {
        Require(Phase.Blocks);
        if (FindOpen(data) is not { } open) return;

        if (open.Close() is { } wrong) Violate(wrong);
        if (open.CheckInput() is { } badInput) _badInputs.Add(Describe(badInput));
        _blocks.Add(open.Fold());
        _open = null;
    }

    private void Delta(JsonElement data)
    {
        Require(Phase.Blocks);
        if (_open is not null) Violate($"block {_open.Index} is still open");
        _phase = Phase.Delta;
        _message = MessageFacts.ReadDelta(data, _message, Violate);
        if (_message.StopReason is "max_tokens" or "model_context_window_exceeded") return;

        _violations.AddRange(_badInputs);
        var hasTool = _blocks.Exists(block => block is ToolUseBlock);
        if (hasTool != (_message.StopReason == "tool_use"))
            Violate($"stop_reason \"{_message.StopReason}\" {(hasTool ? "with" : "without")} a tool_use block");
    }

    private void Stop()
    {
        Require(Phase.Delta);
        _phase = Phase.Ended;
    }

    private void Fail(JsonElement data)
    {
        _phase = Phase.Ended;
        _error = MessageFacts.ReadError(data, Violate);
        if (_open is not null) _blocks.Add(_open.Fold());
    }

    private OpenBlock? FindOpen(JsonElement data)
    {
        var index = MessageFacts.Index(data);
        if (_open?.Index == index) return _open;

        Violate(_open is null ? $"index {index}, but no block is open" : $"index {index}, but block {_open.Index} is open");
        return null;
    }

    private void Require(Phase phase)
    {
        if (_phase == phase || _phase == Phase.Ended) return;

        Violate(_phase switch
        {
            Phase.BeforeStart => "comes before message_start",
            Phase.Delta => "comes after message_delta",
            _ => "comes before message_delta",
        });
    }

    private void Violate(string what) => _violations.Add(Describe(what));

    private string Describe(string what) => $"event {_position} ({_type}): {what}";
}
