using Markdig.Syntax;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Rendering.Blocks;

/// <summary>Writes a block of code: as it stands, whatever it is part of.</summary>
internal static class CodeRenderer
{
    private const int MaxLanguage = 32;

    public static void Write(EntityWriter writer, CodeBlock code)
    {
        var info = code is FencedCodeBlock fenced ? $"{fenced.Info} {fenced.Arguments}".Trim() : "";
        var language = Language(info);
        var text = code.Lines.ToString().TrimEnd();

        // What a fence names beside its language, often a file, is for people.
        var caption = info[(language?.Length ?? 0)..].TrimStart();
        if (VisibleText.IsIn(text)) WriteBlock(writer, caption, () => WriteText(writer, text), language);
        else if (VisibleText.IsIn(info)) WriteBlock(writer, "", () => writer.Write(info));
    }

    /// <summary>Writes lines of monospaced text.</summary>
    public static void WriteBlock(EntityWriter writer, string caption, Action write, string? language = null)
    {
        writer.LeaveMark();
        writer.EndBlock();
        if (caption.Length > 0)
        {
            writer.Write(caption);
            writer.EndLine();
        }

        var prefix = writer.Prefix;
        writer.Prefix = "";
        var start = writer.Begin();
        write();
        writer.Mark(MessageEntityType.Pre, start, language: language);
        writer.Prefix = prefix;
        writer.EndBlock();
    }

    private static void WriteText(EntityWriter writer, string text)
    {
        var first = 0;
        while (text.IndexOf('\n', first) is var end and >= 0 && text.AsSpan(first, end - first).IsWhiteSpace()) first = end + 1;
        writer.WriteLines(text.AsSpan(first));
    }

    private static string? Language(string info)
    {
        var name = info.Split(' ', ',', '{', ':')[0];
        var isName = name.Length is > 0 and <= MaxLanguage && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '#' or '-' or '_' or '.');
        return isName ? name : null;
    }
}
