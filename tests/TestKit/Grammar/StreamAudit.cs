using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pipeline.TestKit.Grammar;

/// <summary>
/// Listens in on a server and checks every event stream that it sends, whoever the client is; streams
/// that either side broke off are not judged. Register it as a singleton <see cref="IStartupFilter"/>.
/// </summary>
public sealed class StreamAudit : IStartupFilter
{
    // Tests of very long answers check those themselves.
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly ConcurrentQueue<string> _violations = new();
    private int _checked;

    /// <summary>How many streams have been checked.</summary>
    public int Checked => _checked;

    /// <exception cref="StreamGrammarException">A stream broke the grammar.</exception>
    public void EnsureValid()
    {
        if (!_violations.IsEmpty) throw new StreamGrammarException([.. _violations]);
    }

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(ListenAsync);
        next(app);
    };

    private async Task ListenAsync(HttpContext http, RequestDelegate next)
    {
        var inner = http.Features.Get<IHttpResponseBodyFeature>()!;
        using var copy = new CopyingStream(inner.Stream, MaxBytes);
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(copy, inner));
        await next(http);
        await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        var isAborted = (await inner.Writer.FlushAsync(CancellationToken.None)).IsCompleted;

        var isStream = http.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true;
        if (!isStream || copy.IsCut || isAborted || http.RequestAborted.IsCancellationRequested) return;

        Interlocked.Increment(ref _checked);
        foreach (var violation in MessageGrammar.CheckSse(copy.Bytes).Violations) _violations.Enqueue(violation);
    }
}
