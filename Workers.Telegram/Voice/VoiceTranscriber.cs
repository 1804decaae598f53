using Microsoft.Extensions.Options;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.Voice.Services;

namespace Pipeline.Workers.Telegram.Voice;

/// <summary>Turns voice notes into words; the same audio is uploaded once.</summary>
internal sealed class VoiceTranscriber(IOptions<VoiceOptions> options, TranscriptionClient client, KnownTranscripts known)
{
    private const int MostCharacters = 64_000;

    private readonly VoiceOptions _options = options.Value;

    /// <summary>What is said in a voice note.</summary>
    /// <param name="note">The note; it is not fetched where it is refused.</param>
    /// <param name="cancellationToken">Ends it, in the middle of the upload too.</param>
    /// <exception cref="VoiceException">Says in words why there is no transcript, and what to do.</exception>
    public async Task<string> TranscribeAsync(VoiceNote note, CancellationToken cancellationToken)
    {
        if (Refusal(note) is { } refusal) throw new VoiceException(refusal);

        await using var audio = await FetchAsync(note, cancellationToken);
        if (await known.FindAsync(audio.Hash, client.Model, cancellationToken) is { } text) return text;

        text = Clean(await client.TranscribeAsync(note, audio, cancellationToken));
        if (text.Length == 0) throw new VoiceException("I heard no words in this voice note. Record it again, closer to the microphone, or type it.");

        await known.KeepAsync(audio.Hash, client.Model, text, cancellationToken);
        return text;
    }

    private string? Refusal(VoiceNote note) => note switch
    {
        _ when !_options.Enabled => "Voice notes are turned off here (VOICE_NOTE_ENABLED). Please type your message.",
        _ when !_options.HasService =>
            "I cannot listen to voice notes yet: whoever runs this bot has to set TRANSCRIPTION_BASE_URL or DEEPGRAM_API_KEY. Please type your message.",
        { Duration.TotalSeconds: var seconds } when seconds > _options.MaxSeconds =>
            $"This voice note is too long: I listen to up to {_options.MaxSeconds} seconds. Send it in parts, or type it.",
        { Bytes: { } bytes } when bytes > MostBytes => TooLarge,
        _ => null,
    };

    private long MostBytes => (long)_options.MaxMegabytes * AttachmentOptions.Megabyte;

    private string TooLarge => $"This voice note is too large: I take up to {_options.MaxMegabytes} MB. Send it in parts, or type it.";

    private async Task<FetchedAudio> FetchAsync(VoiceNote note, CancellationToken cancellationToken)
    {
        await using var content = await note.OpenAsync(cancellationToken);
        return await FetchedAudio.FetchAsync(content, MostBytes, cancellationToken) ?? throw new VoiceException(TooLarge);
    }

    // No voice speaks control characters, and no database stores a NUL.
    private static string Clean(string text)
    {
        var clean = string.Concat(text.Where(character => !char.IsControl(character) || character is '\n' or '\t')).Trim();
        return clean.Length > MostCharacters ? clean[..MostCharacters] : clean;
    }
}
