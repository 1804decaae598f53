using Pipeline.TestKit.Sse;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>An answer that is read in two parts.</summary>
internal sealed class OpenAnswer(SseResponse response) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<SseEvent> _events = response.EventsAsync().GetAsyncEnumerator();

    /// <summary>Reads until the client has been given words.</summary>
    public async Task FirstWordsAsync()
    {
        while (await _events.MoveNextAsync())
        {
            if (_events.Current.Name == "content_block_delta") return;
        }

        Assert.Fail($"The stream ended without words:\n{response.RawText}");
    }

    /// <summary>Reads to the end.</summary>
    public async Task<StreamedAnswer> RestAsync()
    {
        while (await _events.MoveNextAsync())
        {
        }

        return StreamedAnswer.From(response.RawBytes);
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        response.Dispose();
    }
}
