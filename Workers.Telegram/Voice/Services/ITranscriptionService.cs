using System.Text.Json;

namespace Pipeline.Workers.Telegram.Voice.Services;

/// <summary>How one kind of service is asked to write audio down.</summary>
internal interface ITranscriptionService
{
    /// <summary>Its name for people.</summary>
    string Name { get; }

    /// <summary>Its model.</summary>
    string Model { get; }

    /// <summary>The key, which must not turn up anywhere; null where it wants none.</summary>
    string? Key { get; }

    /// <summary>The variables that name address, key and model.</summary>
    (string Address, string Key, string Model) Settings { get; }

    /// <summary>A request that uploads the audio as it is read, and closes it.</summary>
    HttpRequestMessage CreateRequest(VoiceNote note, Stream audio);

    /// <summary>The words in an answer; null where there is no place for words in it.</summary>
    /// <exception cref="InvalidOperationException">It is of another form.</exception>
    string? ReadText(JsonElement answer);
}
