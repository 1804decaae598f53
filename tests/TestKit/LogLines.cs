using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pipeline.TestKit;

/// <summary>Keeps everything that is logged, so that tests can say what must never be in it.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _logged = new(0);

    /// <summary>Everything logged so far, a line each.</summary>
    public string Text => string.Join('\n', _lines);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>Waits until the words have been logged.</summary>
    public async Task SaysAsync(string words)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (!Text.Contains(words, StringComparison.Ordinal)) await _logged.WaitAsync(limit.Token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A host may still log while it is disposed of.
    }

    private void Add(string line)
    {
        _lines.Enqueue(line);
        _logged.Release();
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
