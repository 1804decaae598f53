using System.Text;
using System.Text.Json;
using Pipeline.Workers.Nim.Translation.Answers.Chunks;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>Reads <c>{"name": …, "arguments": {…}}</c>, as Hermes and Qwen write calls.</summary>
internal sealed class JsonCall(ToolCatalogue tools) : MarkupReader
{
    private readonly JsonBody _body = new();

    public override Match Read(HeldText held)
    {
        var match = _body.Read(held);
        if (match != Match.Yes) return match;

        Call = Parse(_body.Json);
        return Call is not null && tools.Knows(Call.Name) ? Match.Yes : Match.No;
    }

    private static WrittenCall? Parse(string json)
    {
        var name = default(string);
        var arguments = new ToolArguments();
        var cursor = new JsonCursor(Encoding.UTF8.GetBytes(json));
        cursor.EnterObject();
        while (cursor.NextProperty())
        {
            if (cursor.Is("name"u8)) name = cursor.Text();
            // Llama's templates say "parameters".
            else if (cursor.Is("arguments"u8) || cursor.Is("parameters"u8)) arguments.Append(cursor.TextOrRaw());
        }

        return name is not null && arguments.IsSound ? new WrittenCall(name, arguments.TakeObject()) : null;
    }
}

/// <summary>Reads one JSON object, however long, in one pass.</summary>
internal sealed class JsonBody
{
    private readonly StringBuilder _text = new();
    private JsonBalance _balance;

    /// <summary>The object, once it has been read.</summary>
    public string Json { get; private set; } = string.Empty;

    public Match Read(HeldText held)
    {
        if (_text.Length == 0)
        {
            if (!held.SkipWhiteSpace()) return Match.NotYet;
            if (held.Rest[0] != '{') return Match.No;
        }

        var own = held.Rest[.._balance.Take(held.Rest)];
        held.Position += own.Length;
        _text.Append(own);
        if (!_balance.IsEnded) return Match.NotYet;

        Json = _text.ToString();
        return JsonObjects.KindOf(Json) == JsonTokenType.StartObject ? Match.Yes : Match.No;
    }
}
