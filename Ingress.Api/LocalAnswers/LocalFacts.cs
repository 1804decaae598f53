using Pipeline.Contracts.Commands;
using Pipeline.Ingress.Messages;

namespace Pipeline.Ingress.LocalAnswers;

/// <summary>What an optimizer needs of a request.</summary>
/// <param name="Text">See <see cref="AnswerLocally.Text"/>.</param>
/// <param name="Output">See <see cref="AnswerLocally.Output"/>.</param>
/// <param name="Prefill">See <see cref="AnswerLocally.Prefill"/>.</param>
internal sealed record LocalFacts(string Text = "", string Output = "", string Prefill = "")
{
    // A title is made of the first words.
    private const int MaxTitleSource = 4000;

    private const string SessionStart = "<session>";
    private const string SessionEnd = "</session>";
    private const string PolicyEnd = "</policy_spec>";
    private const string CommandMark = "Command:";

    /// <summary>The facts; null where something is missing, too long, or asked for in a way that takes a model.</summary>
    public static LocalFacts? Read(LocalAnswerKind kind, ReadOnlySpan<byte> body, in RequestOutline outline)
    {
        if (kind is LocalAnswerKind.QuotaProbe or LocalAnswerKind.ModelProbe or LocalAnswerKind.Suggestion) return new LocalFacts();
        if (!JsonText.TryRead(body, outline.LastUser.Text, out var text)) return null;

        var facts = kind switch
        {
            LocalAnswerKind.Title => Title(text.Trim()),
            LocalAnswerKind.Topic => new LocalFacts(Cut(text), Prefill: outline.Turns == 2 ? "{" : ""),
            LocalAnswerKind.CommandPrefix => Command(text),
            LocalAnswerKind.FilePaths => CommandAndOutput(text.Trim()),
            _ => null,
        };
        return facts is null || facts.Text.Length + facts.Output.Length > AnswerLocally.MaxLength ? null : facts;
    }

    private static LocalFacts? Title(string text)
    {
        // The person's words may hold the tag, too.
        var end = text.LastIndexOf(SessionEnd, StringComparison.Ordinal);
        if (end < 0 || WantsTranslation(text[(end + SessionEnd.Length)..])) return null;

        return new LocalFacts(Cut(text[SessionStart.Length..end].Trim()));
    }

    // "Write the title in French": a setting of the CLI's, whatever language the person writes. Otherwise it says
    // "in the predominant language of the session".
    private static bool WantsTranslation(string instructions)
    {
        const string Language = "Write the title in ";
        var start = instructions.IndexOf(Language, StringComparison.Ordinal);
        return start >= 0 && !instructions.AsSpan(start + Language.Length).StartsWith("the ", StringComparison.Ordinal);
    }

    // The first command behind the policy, as a command could have the mark in it to hide what it begins with.
    private static LocalFacts? Command(string text)
    {
        var end = text.IndexOf(PolicyEnd, StringComparison.Ordinal);
        if (end < 0) return null;

        var rest = text[(end + PolicyEnd.Length)..].TrimStart();
        var start = rest.StartsWith(CommandMark, StringComparison.Ordinal) ? 0 : rest.IndexOf('\n' + CommandMark, StringComparison.Ordinal) + 1;
        if (start == 0 && !rest.StartsWith(CommandMark, StringComparison.Ordinal)) return null;

        var command = rest[(start + CommandMark.Length)..].Trim();
        return command.Length > 0 ? new LocalFacts(command) : null;
    }

    private static LocalFacts? CommandAndOutput(string text)
    {
        const string OutputMark = "\nOutput:";
        var end = text.IndexOf(OutputMark, StringComparison.Ordinal);
        return end < 0 ? null : new LocalFacts(text[CommandMark.Length..end].Trim(), text[(end + OutputMark.Length)..].Trim());
    }

    // Not in the middle of a character.
    private static string Cut(string text) => text.Length <= MaxTitleSource ? text
        : char.IsHighSurrogate(text[MaxTitleSource - 1]) ? text[..(MaxTitleSource - 1)]
        : text[..MaxTitleSource];
}
