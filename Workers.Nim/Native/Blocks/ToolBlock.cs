using Pipeline.Workers.Nim.Native.Events;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Native.Blocks;

/// <summary>A tool call. Its input passes the same repairs as a translated one, and as it came where it needs none.</summary>
/// <param name="output">Where the block goes.</param>
/// <param name="start">The start to write.</param>
/// <param name="call">The call, with the input that came with the start.</param>
internal sealed class ToolBlock(BlockOutput output, ToolStart start, ToolCall call) : NativeBlock
{
    public override bool MayBeLeft => call.IsComplete;

    public override bool Takes(DeltaKind kind) => kind == DeltaKind.Input;

    public override void Take(DeltaContent delta, ReadOnlySpan<byte> json)
    {
        call.Take(id: null, name: null, delta.Text);
        if (!IsLive || IsClosed) return;

        var input = call.TakeArguments();
        if (!json.IsEmpty && input.Length > 0 && input == delta.Text && Surrogates.ArePaired(input)) output.Events.Delta(output.Index, json);
        else Write(input);
    }

    protected override void OnOpen()
    {
        var index = output.Begin();
        output.HasToolCall |= start.RunsAtTheClient;
        start.Write(output.Events, index);
        Write(call.TakeArguments());
    }

    protected override void OnClose()
    {
        Write(call.TakeLastArguments());
        output.Events.Stop(output.Index);
    }

    private void Write(string input)
    {
        if (input.Length > 0) output.Events.InputDelta(output.Index, input);
    }
}
