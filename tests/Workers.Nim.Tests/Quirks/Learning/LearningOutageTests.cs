using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Models;
using Pipeline.Contracts.Providers;
using Pipeline.TestKit;
using Pipeline.Workers.Nim.Quirks.Complaints;
using Pipeline.Workers.Nim.Quirks.Learning;

namespace Pipeline.Workers.Nim.Tests.Quirks.Learning;

/// <summary>A store that is slow or away is no request's trouble.</summary>
public sealed class LearningOutageTests : IAsyncLifetime, IDisposable
{
    private static readonly ModelReference Model = new("nvidia_nim", "z-ai/glm4.7");

    private readonly ManualTime _time = new();
    private readonly ScriptedState _state = new();
    private readonly LogLines _log = new();
    private readonly LoggerFactory _loggers;
    private readonly LearntModels _models;

    public LearningOutageTests()
    {
        _loggers = new LoggerFactory([_log]);
        _models = new LearntModels(_state, _time, _loggers.CreateLogger<LearntModels>());
    }

    [Fact]
    public async Task The_first_request_waits_no_longer_than_a_second_for_a_silent_store()
    {
        var first = _models.FindAsync(Model, default).AsTask();
        Assert.False(first.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(LearntModel.Nothing, await first.Soon());
    }

    [Fact]
    public async Task Requests_are_answered_from_memory_and_look_into_the_store_twice_a_minute()
    {
        _state.Answer.SetResult();
        await _models.FindAsync(Model, default);
        for (var request = 0; request < 600; request++)
        {
            Assert.True(_models.FindAsync(Model, default).AsTask().IsCompletedSuccessfully);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(_state.Calls, 1, 3);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_known_here_and_stored_when_the_store_is_back()
    {
        _state.Answer.SetException(new IOException("The database is away."));
        await _models.FindAsync(Model, default).AsTask().Soon();
        await _log.SaysAsync("neither read nor stored");
        for (var lesson = 0; lesson < 10; lesson++) _models.Learn(Model, new QuirksFound([Quirk.NoTopK]));
        Assert.True((await _models.FindAsync(Model, default)).Quirks.ContainsKey(Quirk.NoTopK));

        var back = new TaskCompletionSource();
        back.SetResult();
        _state.Answer = back;
        await Task.Run(async () =>
        {
            while (_state.Changes == 0)
            {
                _time.Advance(LearntModels.RefreshInterval);
                await _models.FindAsync(Model, default);
                await Task.Yield();
            }
        }).Soon();

        Assert.Equal(1, _log.Text.Split("neither read nor stored").Length - 1);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _state.Answer.TrySetResult();
        await _models.DisposeAsync().AsTask().Soon();
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _log.Dispose();
    }
}
