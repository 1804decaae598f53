using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Upstream;

/// <summary>
/// What the fake upstream does with one request: a status, headers and a script of steps. Immutable:
/// each method returns a new reply with one step more, so a reply can be shared and extended.
/// </summary>
public sealed partial record UpstreamReply
{
    private const string EventStream = "text/event-stream; charset=utf-8";

    private UpstreamReply()
    {
    }

    internal int Status { get; private init; } = 200;

    internal string? ContentType { get; private init; } = EventStream;

    internal ImmutableDictionary<string, string> Headers { get; private init; } = ImmutableDictionary<string, string>.Empty;

    internal ImmutableArray<ReplyStep> Steps { get; private init; } = [];

    internal ImmutableArray<int> CutSizes { get; private init; } = [];

    /// <summary>Whether the steps tell a completion, and not just bytes.</summary>
    internal bool IsCompletion => ContentType == EventStream;

    /// <summary>An event stream with no steps yet.</summary>
    public static UpstreamReply Stream() => new();

    /// <summary>A piece of the answer's text, in a chunk of its own.</summary>
    public UpstreamReply Text(string text) => Then(new TextStep(text));

    /// <summary>A piece of reasoning, in a chunk of its own.</summary>
    /// <param name="text">The piece.</param>
    /// <param name="field"><c>reasoning_content</c>, or <c>reasoning</c> as other servers call it.</param>
    public UpstreamReply Reasoning(string text, string field = "reasoning_content") => Then(new ReasoningStep(text, field));

    /// <summary>A tool call: a chunk with id and name, then its arguments in pieces.</summary>
    /// <param name="name">The tool.</param>
    /// <param name="arguments">Arguments as JSON.</param>
    /// <param name="id">Made from the request's order when left out.</param>
    public UpstreamReply ToolCall(string name, string arguments, string? id = null) =>
        Then(new ToolCallStep(Steps.OfType<ToolCallStep>().Count(), name, arguments, id));

    /// <summary>
    /// A chunk with one entry of <c>tool_calls</c> exactly as given, for calls that no well-behaved
    /// server would stream: what is null is left out, but for <c>arguments</c>, which is then null.
    /// </summary>
    public UpstreamReply ToolCallDelta(int index, string? id = null, string? name = null, string? arguments = null) =>
        Then(new ToolCallDeltaStep(index, id, name, arguments));

    /// <summary>The chunk that ends the answer; a null reason is sent as null.</summary>
    public UpstreamReply Finish(string? reason) => Then(new FinishStep(reason));

    /// <summary>The tokens used; sent only to a request that asks for it, unless <paramref name="always"/>.</summary>
    public UpstreamReply Usage(int prompt, int completion, int cached = 0, bool always = false) =>
        Then(new UsageStep(prompt, completion, cached, always));

    /// <summary>The end marker <c>data: [DONE]</c>. A stream without it ends cleanly all the same.</summary>
    public UpstreamReply Done() => Then(new DoneStep());

    /// <summary>A chunk of the test's own making.</summary>
    public UpstreamReply Chunk(string json) =>
        Bytes(OpenAiJson.ToEvent(JsonNode.Parse(json) ?? throw new ArgumentException("A chunk cannot be null.", nameof(json))));

    /// <summary>Bytes as they are.</summary>
    public UpstreamReply Bytes(ReadOnlyMemory<byte> bytes) => Then(new BytesStep(bytes));

    /// <summary>Text as it is, in UTF-8, for instance a comment line.</summary>
    public UpstreamReply Raw(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends status and headers, before any byte of the body.</summary>
    public UpstreamReply SendHeaders() => Then(new HeadersStep());

    /// <summary>Goes on when the test completes the gate.</summary>
    public UpstreamReply WaitFor(TaskCompletionSource gate) => WaitFor(gate.Task);

    /// <summary>Goes on when the task has completed.</summary>
    public UpstreamReply WaitFor(Task gate) => Then(new WaitStep(gate));

    /// <summary>Completes <paramref name="reached"/> once everything before has been handed to the operating system.</summary>
    public UpstreamReply Signal(TaskCompletionSource reached) => Then(new SignalStep(reached));

    /// <summary>The same reply, held back altogether until the task has completed.</summary>
    public UpstreamReply After(Task gate) => this with { Steps = [new WaitStep(gate), .. Steps] };

    /// <summary>Sets a response header.</summary>
    public UpstreamReply WithHeader(string name, string value) => this with { Headers = Headers.SetItem(name, value) };

    /// <summary>Sets the status of the response.</summary>
    public UpstreamReply WithStatus(int status) => this with { Status = status };

    /// <summary>
    /// Sends the body in pieces of these sizes in bytes, over and over, with a flush after each. What
    /// is left over is sent when the script waits or ends.
    /// </summary>
    public UpstreamReply CutInto(params int[] sizes)
    {
        if (sizes.Length == 0 || sizes.Any(size => size < 1))
            throw new ArgumentException("Pieces need sizes of at least one byte.", nameof(sizes));

        return this with { CutSizes = [.. sizes] };
    }

    private UpstreamReply Then(ReplyStep step)
    {
        if (Steps is [.., { EndsConnection: true } last])
            throw new InvalidOperationException($"Nothing can follow {last.GetType().Name}: {step.GetType().Name} would never be played.");

        if (step is CompletionStep && !IsCompletion)
            throw new InvalidOperationException($"{step.GetType().Name} belongs in a stream; start with {nameof(Stream)}().");

        if (step is CompletionStep or DoneStep && Steps.Any(earlier => earlier is DoneStep))
            throw new InvalidOperationException($"{step.GetType().Name} after [DONE]; use {nameof(Raw)} if that is meant.");

        return this with { Steps = Steps.Add(step) };
    }
}
