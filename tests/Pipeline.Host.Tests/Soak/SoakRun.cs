using System.Collections.Concurrent;
using Pipeline.Host.Tests.Hosting;

namespace Pipeline.Host.Tests.Soak;

/// <summary>Asks a pipeline many things at once, and judges every end.</summary>
internal sealed class SoakRun
{
    private const int AtOnce = 32;

    // A request may wait for its provider's budget for 30 s, and for a silent provider twice.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly IPipeline _pipeline;
    private readonly FaultyUpstream _upstream = new();
    private readonly ConcurrentDictionary<SoakEnd, int> _ends = new();
    private readonly ConcurrentQueue<string> _wrong = new();

    public SoakRun(IPipeline pipeline)
    {
        _pipeline = pipeline;
        pipeline.Upstream.Requests.KeepsRequests = false;
        pipeline.Upstream.Responder = _upstream.Reply;
    }

    /// <summary>What each process must be told.</summary>
    public static (string Name, string Value)[] Settings { get; } =
    [
        ("OPENAI_COMPATIBLE_PROVIDERS", string.Join(',', ProviderNames)),
        .. ProviderNames.Select(provider => ($"{provider.ToUpperInvariant()}_BASE_URL", IPipeline.UpstreamAddress)),
        ("MODEL", "p1/soak/first"),
        ("MODEL_OPUS", "p2/soak/first, p3/soak/second"),
        ("MODEL_SONNET", $"p4/{SoakRequest.Broken}, p5/soak/second, p6/soak/third"),
        ("PROVIDER_RATE_LIMIT", "0"),
        ("PROVIDER_MAX_CONCURRENCY", $"{MaxConcurrency}"),
        ("HTTP_READ_TIMEOUT", "1"),
        ("HTTP_FIRST_BYTE_TIMEOUT", "1"),
        ("PING_AFTER", "0.5"),
    ];

    /// <summary>Calls that each provider takes at once.</summary>
    public const int MaxConcurrency = 4;

    private static IEnumerable<string> ProviderNames => Enumerable.Range(0, SoakRequest.Providers).Select(SoakRequest.ProviderName);

    public int Count(SoakEnd end) => _ends.GetValueOrDefault(end);

    /// <summary>Everything that a client should not have had to see.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>How often each fault was played.</summary>
    public IReadOnlyDictionary<string, int> Faults => _upstream.Played;

    /// <summary>Asks, and waits until all have ended and nothing is left under way upstream.</summary>
    public async Task AskAsync(int first, int count)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForAsync(first, first + count, options, async (number, _) => await AskAsync(new SoakRequest(number)));
        await _pipeline.Upstream.Requests.WhenIdleAsync();
    }

    private async Task AskAsync(SoakRequest request)
    {
        using var limit = new CancellationTokenSource(Longest, TimeProvider.System);
        SoakOutcome outcome;
        try
        {
            outcome = await (request.Leaves ? LeaveAsync(request, limit.Token) : StayAsync(request, limit.Token));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            outcome = new SoakOutcome(SoakEnd.Never, $"has not ended after {Longest}");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            outcome = new SoakOutcome(SoakEnd.Never, fault.Message);
        }

        _upstream.Forget(request);
        _ends.AddOrUpdate(outcome.Kind, 1, (_, count) => count + 1);
        if (outcome.Wrong is { } wrong) _wrong.Enqueue($"{request.Name} to {request.Model}: {wrong}");
    }

    private async Task<SoakOutcome> StayAsync(SoakRequest request, CancellationToken cancellationToken)
    {
        using var response = await _pipeline.Client.PostMessageAsync(request.Body(), cancellationToken);
        return await SoakOutcome.ReadAsync(request, response, cancellationToken);
    }

    /// <summary>Leaves at the first words, or where there are none before the end, when the model has been called.</summary>
    private async Task<SoakOutcome> LeaveAsync(SoakRequest request, CancellationToken cancellationToken)
    {
        var arrival = _upstream.ArrivalOf(request);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = ReadFirstWordsAsync(request, leaving.Token);
        await Task.WhenAny(asked, request.Streams ? asked : arrival);
        await leaving.CancelAsync();
        try
        {
            await asked;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It has left.
        }

        return new SoakOutcome(SoakEnd.Left);
    }

    private async Task ReadFirstWordsAsync(SoakRequest request, CancellationToken cancellationToken)
    {
        using var response = await _pipeline.Client.PostMessageAsync(request.Body(), cancellationToken);
        if (!request.Streams) return;

        await foreach (var next in response.EventsAsync(cancellationToken))
        {
            if (next.Name == "content_block_delta") return;
        }
    }
}
