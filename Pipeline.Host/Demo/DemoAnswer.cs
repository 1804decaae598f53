using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Host.Demo;

/// <summary>What the demo says: that it works, what it was asked, and how to get a real model.</summary>
internal sealed partial record DemoAnswer(string Text, int PromptTokens, int CompletionTokens)
{
    private const int BytesPerToken = 4;
    private const int QuoteLength = 200;

    public static DemoAnswer To(JsonElement request)
    {
        var asked = LastUserText(request);
        var text = $"Hello from Pipeline's demo. Your words reached me through the whole pipeline: \"{asked}\". "
            + "I am not a real model; set NVIDIA_NIM_API_KEY (free at https://build.nvidia.com/settings/api-keys) "
            + "and start again without --demo to talk to one.";
        return new DemoAnswer(text, Math.Max(1, request.GetRawText().Length / BytesPerToken), text.Length / BytesPerToken);
    }

    private static string LastUserText(JsonElement request)
    {
        var messages = request.GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("role").ValueEquals("user"));
        var content = messages.LastOrDefault() is { ValueKind: JsonValueKind.Object } message ? message.GetProperty("content") : default;
        var text = content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => content.EnumerateArray()
                .Select(part => part.TryGetProperty("text", out var words) ? words.GetString() : null)
                .LastOrDefault(said => said is not null) ?? "",
            _ => "",
        };

        // The CLI adds reminders of its own around the person's words.
        var words = Reminders().Replace(text, "").Trim();
        return words.Length <= QuoteLength ? words : words[..QuoteLength] + "…";
    }

    [GeneratedRegex("<system-reminder>.*?</system-reminder>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reminders();
}
