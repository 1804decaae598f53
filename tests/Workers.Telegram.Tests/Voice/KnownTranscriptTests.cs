using Pipeline.Persistence.Telegram;
using Pipeline.TestKit;
using Pipeline.TestKit.Transcription;
using Pipeline.Workers.Telegram.Tests.State;
using Pipeline.Workers.Telegram.Voice;

namespace Pipeline.Workers.Telegram.Tests.Voice;

public sealed class KnownTranscriptTests
{
    private readonly ManualTime _time = new();

    [Theory, EachBackend]
    public async Task The_same_audio_is_uploaded_once_even_over_a_restart(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        await using var service = await FakeTranscription.StartAsync();
        using (var first = new VoiceBench(await place.OpenAsync(_time), VoiceBench.OpenAi(service), _time))
        {
            Assert.Equal("hello", await first.TranscribeAsync(1, 2, 3));
        }

        service.Default = TranscriptionReply.Of("other");
        using var second = new VoiceBench(await place.OpenAsync(_time), VoiceBench.OpenAi(service), _time);
        Assert.Equal("hello", await second.TranscribeAsync(1, 2, 3));
        Assert.Equal("other", await second.TranscribeAsync(1, 2, 4));
        Assert.Equal(2, service.Requests.Count);
    }

    [Theory, EachBackend]
    public async Task Another_model_listens_itself_and_a_month_later_everyone_does(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        await using var service = await FakeTranscription.StartAsync();
        var store = await place.OpenAsync(_time);
        using var first = new VoiceBench(store, VoiceBench.OpenAi(service), _time);
        using var second = new VoiceBench(store, new VoiceOptions { BaseUrl = service.BaseUrl, Model = "other" }, _time);
        await first.TranscribeAsync(1);
        service.Default = TranscriptionReply.Of("better");
        Assert.Equal("better", await second.TranscribeAsync(1));
        Assert.Equal("better", await second.TranscribeAsync(1));

        _time.Advance(KnownTranscripts.Lifetime);
        service.Default = TranscriptionReply.Of("later");
        Assert.Equal("later", await second.TranscribeAsync(1));
        Assert.Equal(3, service.Requests.Count);
    }

    [Theory, EachBackend]
    public async Task Only_the_newest_are_kept(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var store = await place.OpenAsync(_time);
        var known = new KnownTranscripts(store, _time);
        await store.ChangeAsync(
            async change =>
            {
                for (var note = 0; note < KnownTranscripts.Most + 10; note++)
                    await change.TryAddAsync(new VoiceTranscript { AudioHash = $"{note}", Model = "m", Text = "t", HeardAt = _time.GetUtcNow().AddSeconds(note - 1000) }, default);
            },
            default);

        await known.KeepAsync("newest", "m", "t", default);

        var kept = (await store.ReadAllAsync<VoiceTranscript>(_ => true, default)).Select(transcript => transcript.AudioHash).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(KnownTranscripts.Most, kept.Count);
        Assert.Equal((false, true, true), (kept.Contains("10"), kept.Contains("11"), kept.Contains("newest")));
    }
}
