using System.Text;
using System.Text.Json;
using Pipeline.Workers.Nim.Translation.Answers.Chunks;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Reads <c>{"name": …, "arguments": {…}}</c>, as Hermes, Qwen and Llama write calls, or a list of them, as
/// Mistral and Nemotron do.
/// </summary>
internal sealed class JsonCalls(ToolCatalogue tools, params IReadOnlyList<string> closers) : MarkupReader
{
    private readonly JsonBody _body = new();

    public override Match Read(HeldText held)
    {
        var match = _body.Read(held);
        if (match != Match.Yes) return match;
        if (Parse(tools, _body.Json) is not { Count: > 0 } calls) return Match.No;

        Content = new MarkupContent { Calls = calls, Closers = closers };
        return Match.Yes;
    }

    /// <summary>The calls of an object or of a list of objects; null where one is no call of a declared tool.</summary>
    public static IReadOnlyList<WrittenCall>? Parse(ToolCatalogue tools, string json)
    {
        var calls = new List<WrittenCall>();
        var cursor = new JsonCursor(Encoding.UTF8.GetBytes(json));
        if (!cursor.EnterArray()) return ReadCall(tools, ref cursor) is { } only ? [only] : null;

        while (cursor.NextItem())
        {
            if (ReadCall(tools, ref cursor) is not { } call) return null;
            calls.Add(call);
        }

        return calls;
    }

    private static WrittenCall? ReadCall(ToolCatalogue tools, ref JsonCursor cursor)
    {
        var name = default(string);
        var arguments = new ToolArguments();
        ReadFields(ref cursor, ref name, arguments);
        return name is not null && tools.Find(name) is { } tool && arguments.IsSound
            ? new WrittenCall(tool, arguments.TakeObject())
            : null;
    }

    private static void ReadFields(ref JsonCursor cursor, ref string? name, ToolArguments arguments)
    {
        if (!cursor.EnterObject()) return;

        while (cursor.NextProperty())
        {
            if (cursor.Is("name"u8)) name = cursor.Text();
            // Llama's templates say "parameters".
            else if (cursor.Is("arguments"u8) || cursor.Is("parameters"u8)) arguments.Append(cursor.TextOrRaw());
            else if (cursor.Is("function"u8) && cursor.Kind == JsonTokenType.StartObject) ReadFields(ref cursor, ref name, arguments);
        }
    }
}

/// <summary>Reads one JSON object or list, however long, in one pass.</summary>
internal sealed class JsonBody
{
    private readonly StringBuilder _text = new();
    private JsonBalance _balance;

    /// <summary>The value, once it has been read.</summary>
    public string Json { get; private set; } = string.Empty;

    public Match Read(HeldText held)
    {
        if (_text.Length == 0)
        {
            if (!held.SkipWhiteSpace()) return Match.NotYet;
            if (held.Rest[0] is not ('{' or '[')) return Match.No;
        }

        var own = held.Rest[.._balance.Take(held.Rest)];
        held.Position += own.Length;
        _text.Append(own);
        if (!_balance.IsEnded) return Match.NotYet;

        Json = _text.ToString();
        return JsonObjects.KindOf(Json) == JsonTokenType.None ? Match.No : Match.Yes;
    }
}
