using System.Collections.Concurrent;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Soak;

/// <summary>An upstream that does each of its faults to 5 % of the calls, by a dice that falls alike in each run.</summary>
internal sealed class FaultyUpstream
{
    // Sides of the dice: each fault has one, so there may be at most as many, and what is left answers well.
    private const int Sides = 20;

    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _arrivals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _played = new(StringComparer.Ordinal);

    private static IReadOnlyList<Fault> Faults { get; } =
    [
        new("a 429", _ => UpstreamReply.RateLimited(), _ => UpstreamReply.RateLimited("0")),
        new("a 500", _ => UpstreamReply.Error(500)),
        new("a 503", _ => UpstreamReply.Error(503)),
        new("a reset before any byte", _ => UpstreamReply.Stream().Reset()),
        new("a reset in mid-stream", request => request.Beginning().Reset()),
        new("a cut in mid-stream", request => request.Beginning(), request => request.Beginning().CutOff()),
        new("an empty completion", _ => UpstreamReply.Empty()),
        new("an error object", _ => UpstreamReply.Stream().StreamError("engine died"), request => request.Beginning().StreamError("engine died")),
        new("a malformed chunk", _ => Malformed(UpstreamReply.Stream()), request => Malformed(request.Beginning())),
        new("tool arguments that are no JSON", _ => UpstreamReply.Stream().ToolCallDelta(0, "call_1", "Read", """{"request":""").Complete("tool_calls")),
        new("silence", _ => UpstreamReply.Stream().Silence(), request => request.Beginning().Silence()),
    ];

    private const string RefusedParameter = "a parameter that it does not know";

    /// <summary>Names of all faults.</summary>
    public static IEnumerable<string> Names => Faults.Select(fault => fault.Name).Append(RefusedParameter);

    /// <summary>How often each fault was played.</summary>
    public IReadOnlyDictionary<string, int> Played => _played;

    /// <summary>What is played for a call.</summary>
    public UpstreamReply Reply(RecordedRequest call)
    {
        var request = SoakRequest.Of(call);
        if (_arrivals.TryGetValue(request.Name, out var arrival)) arrival.TrySetResult();
        if (call.Model == SoakRequest.Broken) return UpstreamReply.Error(500);
        if (call.Json.TryGetProperty("top_k", out _)) return Play(RefusedParameter, UpstreamReply.BadRequest("Unrecognized request argument supplied: top_k"));

        var number = _calls.AddOrUpdate(request.Name, 1, (_, calls) => calls + 1);
        var random = new Random(HashOf(request.Name, number));
        var side = random.Next(Sides);
        if (side < Faults.Count) return Play(Faults[side].Name, Faults[side].Forms[random.Next(Faults[side].Forms.Length)](request));

        return request.Leaves ? request.Beginning().Silence() : request.Answer();
    }

    /// <summary>Completes when the first call for a request arrives.</summary>
    public Task ArrivalOf(SoakRequest request) => _arrivals.GetOrAdd(request.Name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>The request is over.</summary>
    public void Forget(SoakRequest request)
    {
        _arrivals.TryRemove(request.Name, out _);
        _calls.TryRemove(request.Name, out _);
    }

    private UpstreamReply Play(string fault, UpstreamReply reply)
    {
        _played.AddOrUpdate(fault, 1, (_, times) => times + 1);
        return reply;
    }

    private static UpstreamReply Malformed(UpstreamReply reply) => reply.Raw("data: {\"choices\":[{\n\n").Done();

    // Fowler, Noll and Vo's, as the runtime's own differ from run to run.
    private static int HashOf(string name, int call) =>
        name.Append((char)call).Aggregate(unchecked((int)2_166_136_261), (hash, letter) => unchecked((hash ^ letter) * 16_777_619));

    /// <param name="Name">What it is.</param>
    /// <param name="Forms">Its forms, of which one is as likely as the other.</param>
    private sealed record Fault(string Name, params Func<SoakRequest, UpstreamReply>[] Forms);
}
