using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Upstream;

/// <summary>One step of a scripted reply.</summary>
internal abstract record ReplyStep
{
    /// <summary>Whether the connection is over, or never used again, after this step.</summary>
    public virtual bool EndsConnection => false;
}

/// <summary>A step that a stream tells as chunks and a whole answer as a part of its message.</summary>
internal abstract record CompletionStep : ReplyStep
{
    public abstract IEnumerable<JsonObject> ToChunks(ChunkFactory chunks);

    public abstract void AddTo(WholeAnswer answer);
}

/// <summary>Text of the answer.</summary>
internal sealed record TextStep(string Text) : CompletionStep
{
    public override IEnumerable<JsonObject> ToChunks(ChunkFactory chunks) =>
        [chunks.Delta(new JsonObject { ["content"] = Text })];

    public override void AddTo(WholeAnswer answer) => answer.AddText(Text);
}

/// <summary>Reasoning, in the field that the upstream at hand uses for it.</summary>
internal sealed record ReasoningStep(string Text, string Field) : CompletionStep
{
    public override IEnumerable<JsonObject> ToChunks(ChunkFactory chunks) =>
        [chunks.Delta(new JsonObject { [Field] = Text })];

    public override void AddTo(WholeAnswer answer) => answer.AddReasoning(Field, Text);
}

/// <summary>A tool call as a well-behaved upstream streams it: id and name first, then arguments in pieces.</summary>
internal sealed record ToolCallStep(int Index, string Name, string Arguments, string? Id) : CompletionStep
{
    private const int PieceLength = 24;

    public override IEnumerable<JsonObject> ToChunks(ChunkFactory chunks)
    {
        yield return chunks.ToolCall(Index, Id ?? chunks.ToolCallId(Index), Name, "");
        foreach (var piece in Arguments.Chunk(PieceLength))
            yield return chunks.ToolCall(Index, null, null, new string(piece));
    }

    public override void AddTo(WholeAnswer answer) => answer.AddToolCall(Index, Name, Arguments, Id);
}

/// <summary>One entry of <c>tool_calls</c> as given; only a stream can tell it.</summary>
internal sealed record ToolCallDeltaStep(int Index, string? Id, string? Name, string? Arguments) : CompletionStep
{
    public override IEnumerable<JsonObject> ToChunks(ChunkFactory chunks) =>
        [chunks.ToolCall(Index, Id, Name, Arguments)];

    public override void AddTo(WholeAnswer answer) => throw new InvalidOperationException(
        $"{nameof(UpstreamReply.ToolCallDelta)} is a misbehaviour of streams; this request asks for a whole answer.");
}

/// <summary>The chunk that says why the answer ends.</summary>
internal sealed record FinishStep(string? Reason) : CompletionStep
{
    public override IEnumerable<JsonObject> ToChunks(ChunkFactory chunks) => [chunks.Delta([], Reason)];

    public override void AddTo(WholeAnswer answer) => answer.FinishReason = Reason;
}

/// <summary>The chunk with the tokens used; upstreams send it only when asked.</summary>
internal sealed record UsageStep(int Prompt, int Completion, int Cached, bool Always) : CompletionStep
{
    public override IEnumerable<JsonObject> ToChunks(ChunkFactory chunks) =>
        Always || chunks.UsageWanted ? [chunks.Usage(OpenAiJson.Usage(Prompt, Completion, Cached))] : [];

    public override void AddTo(WholeAnswer answer) => answer.Usage = OpenAiJson.Usage(Prompt, Completion, Cached);
}

/// <summary>The end marker of a stream.</summary>
internal sealed record DoneStep : ReplyStep;

/// <summary>Bytes as they are.</summary>
internal sealed record BytesStep(ReadOnlyMemory<byte> Bytes) : ReplyStep;

/// <summary>Status and headers leave now, before any byte of the body.</summary>
internal sealed record HeadersStep : ReplyStep;

/// <summary>Waits for the test.</summary>
internal sealed record WaitStep(Task Gate) : ReplyStep;

/// <summary>Tells the test that all before it has been handed to the operating system.</summary>
internal sealed record SignalStep(TaskCompletionSource Reached) : ReplyStep;

/// <summary>Nothing more until the client leaves.</summary>
internal sealed record SilenceStep : ReplyStep
{
    public override bool EndsConnection => true;
}

/// <summary>Ends the connection in the middle of the message: with a reset, or with an orderly close.</summary>
internal sealed record BreakStep(bool Reset) : ReplyStep
{
    public override bool EndsConnection => true;
}
