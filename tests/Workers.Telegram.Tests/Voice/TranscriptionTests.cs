using Pipeline.Persistence.State;
using Pipeline.TestKit;
using Pipeline.TestKit.Transcription;
using Pipeline.Workers.Telegram.Tests.State;
using Pipeline.Workers.Telegram.Voice;
using Pipeline.Workers.Telegram.Voice.Services;

namespace Pipeline.Workers.Telegram.Tests.Voice;

public sealed class TranscriptionTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private StatePlace _place = null!;
    private IStateStore _store = null!;
    private FakeTranscription _service = null!;
    private VoiceBench _bench = null!;

    [Fact]
    public async Task An_OpenAI_compatible_service_gets_the_audio_the_model_and_the_key()
    {
        var audio = new byte[300_000];
        new Random(3).NextBytes(audio);

        Assert.Equal("hello", await _bench.TranscribeAsync(audio));

        var request = Assert.Single(_service.Requests);
        Assert.Equal(("/v1/audio/transcriptions", $"Bearer {VoiceBench.Key}", "whisper-1"), (request.Path, request.Authorization, request.Model));
        Assert.Equal(("voice.oga", "audio/ogg"), (request.FileName, request.ContentType));
        Assert.Equal(audio, request.Audio.ToArray());
    }

    [Fact]
    public async Task Deepgram_gets_the_same_in_its_own_way()
    {
        using var bench = Bench(VoiceBench.Deepgram(_service));

        Assert.Equal("hello", await bench.TranscribeAsync(1, 2, 3));

        var request = Assert.Single(_service.Requests);
        Assert.Equal("/v1/listen?model=nova-3&smart_format=true&detect_language=true", request.Path);
        Assert.Equal(($"Token {VoiceBench.Key}", "audio/ogg"), (request.Authorization, request.ContentType));
        Assert.Equal([1, 2, 3], request.Audio.ToArray());
    }

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_again_with_the_whole_audio()
    {
        _service.Enqueue(TranscriptionReply.Error(429, "7"), TranscriptionReply.Error(503), new TranscriptionReply { Breaks = true });

        Assert.Equal("hello", await AdvancingAsync(_bench.TranscribeAsync(1, 2, 3)));

        Assert.Equal(4, _service.Requests.Count);
        Assert.All(_service.Requests, request => Assert.Equal([1, 2, 3], request.Audio.ToArray()));
    }

    [Fact]
    public async Task A_service_is_left_alone_for_as_long_as_it_wants()
    {
        _service.Enqueue(TranscriptionReply.Error(429, "7"));
        var transcript = _bench.TranscribeAsync(1);
        await Patience.UntilAsync(() => Task.FromResult(_time.HasTimerIn(TimeSpan.FromSeconds(7))));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Single(_service.Requests);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("hello", await transcript.Soon());
    }

    [Theory]
    [InlineData(401, "TRANSCRIPTION_API_KEY")]
    [InlineData(404, "TRANSCRIPTION_MODEL")]
    [InlineData(301, "TRANSCRIPTION_BASE_URL")]
    [InlineData(413, "too large")]
    [InlineData(400, "Record it again")]
    public async Task A_failure_that_lasts_is_told_at_once_with_what_to_do(int status, string words)
    {
        _service.Default = TranscriptionReply.Error(status);

        Assert.Contains(words, await _bench.RefusalAsync(VoiceBench.Note(1)), StringComparison.Ordinal);
        Assert.Single(_service.Requests);
    }

    [Fact]
    public async Task After_the_last_try_the_person_is_told_and_the_next_note_is_tried_afresh()
    {
        _service.Default = TranscriptionReply.Error(500);
        var refusal = AdvancingAsync(_bench.RefusalAsync(VoiceBench.Note(1)));
        Assert.Contains("has a fault of its own (status 500)", await refusal, StringComparison.Ordinal);
        Assert.Equal(4, _service.Requests.Count);

        _service.Default = TranscriptionReply.Error(429, "3600");
        Assert.Contains("is busy", await _bench.RefusalAsync(VoiceBench.Note(1)), StringComparison.Ordinal);
        _service.Default = TranscriptionReply.Of("now");
        Assert.Equal("now", await _bench.TranscribeAsync(1));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"text":5}""")]
    [InlineData("""{"text":"\ud800"}""")]
    public async Task An_answer_that_is_no_transcript_is_told_as_one(string body)
    {
        using var bench = Bench(new VoiceOptions { BaseUrl = _service.BaseUrl, MaxRetries = 0 });
        _service.Default = new TranscriptionReply { Body = body };

        Assert.Contains("no transcript", await bench.RefusalAsync(VoiceBench.Note(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_silent_is_given_up_after_its_time()
    {
        using var bench = Bench(new VoiceOptions { BaseUrl = _service.BaseUrl, MaxRetries = 0, TimeoutSeconds = 20 });
        _service.Default = new TranscriptionReply { Hangs = true };
        var refusal = bench.RefusalAsync(VoiceBench.Note(1));
        await _service.ArrivedAsync();

        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Contains("took longer than 20 s", await refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told_as_such()
    {
        using var bench = Bench(new VoiceOptions { BaseUrl = "http://127.0.0.1:1/v1", MaxRetries = 0 });

        Assert.Contains("127.0.0.1:1 cannot be reached", await bench.RefusalAsync(VoiceBench.Note(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_cancels_ends_the_request()
    {
        _service.Default = new TranscriptionReply { Hangs = true };
        using var cancelled = new CancellationTokenSource();
        var transcript = _bench.Transcriber.TranscribeAsync(VoiceBench.Note(1), cancelled.Token);
        await _service.ArrivedAsync();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transcript).Soon();
        await _service.LeftAsync();
    }

    [Fact]
    public async Task What_is_too_large_too_long_or_not_wanted_is_not_fetched()
    {
        var unfetched = new VoiceNote("voice.ogg", "audio/ogg", 1, null, _ => throw new InvalidOperationException("It was fetched."));
        using var off = Bench(new VoiceOptions { Enabled = false, BaseUrl = _service.BaseUrl });
        using var without = Bench(new VoiceOptions());

        Assert.Contains("VOICE_NOTE_ENABLED", await off.RefusalAsync(unfetched), StringComparison.Ordinal);
        Assert.Contains("TRANSCRIPTION_BASE_URL or DEEPGRAM_API_KEY", await without.RefusalAsync(unfetched), StringComparison.Ordinal);
        Assert.Contains("up to 900 seconds", await _bench.RefusalAsync(unfetched with { Duration = TimeSpan.FromSeconds(901) }), StringComparison.Ordinal);
        Assert.Contains("up to 20 MB", await _bench.RefusalAsync(unfetched with { Bytes = 20_000_001 }), StringComparison.Ordinal);
        Assert.Contains("up to 20 MB", await _bench.RefusalAsync(VoiceBench.Note(new byte[20_000_001]) with { Bytes = null }), StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task A_note_without_words_is_told_as_one_and_control_characters_do_not_get_into_a_prompt()
    {
        _service.Enqueue(TranscriptionReply.Of(" \n "), TranscriptionReply.Of(" fix\u0000 it\u001b "));

        Assert.Contains("no words", await _bench.RefusalAsync(VoiceBench.Note(1)), StringComparison.Ordinal);
        Assert.Equal("fix it", await _bench.TranscribeAsync(1));
    }

    [Fact]
    public async Task The_key_is_in_no_log_even_where_the_service_repeats_it()
    {
        _service.Default = new TranscriptionReply { Status = 401, Body = $"Incorrect API key provided: {VoiceBench.Key}" };

        var refusal = await _bench.RefusalAsync(VoiceBench.Note(1));

        Assert.Contains("Incorrect API key provided: [key]", _bench.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(VoiceBench.Key, _bench.Log.Text + refusal, StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        _place = await StatePlace.CreateAsync(Backend.Files);
        _store = await _place.OpenAsync(_time);
        _service = await FakeTranscription.StartAsync();
        _bench = Bench(VoiceBench.OpenAi(_service));
    }

    public async Task DisposeAsync()
    {
        _bench.Dispose();
        await _service.DisposeAsync();
        await _place.DisposeAsync();
    }

    private VoiceBench Bench(VoiceOptions options) => new(_store, options, _time);

    // Passes the pauses between tries as soon as they begin; no try takes as long as that.
    private async Task<T> AdvancingAsync<T>(Task<T> task)
    {
        await Patience.UntilAsync(() =>
        {
            _time.Advance(TranscriptionClient.LongestPause / 10);
            return Task.FromResult(task.IsCompleted);
        });
        return await task;
    }
}
