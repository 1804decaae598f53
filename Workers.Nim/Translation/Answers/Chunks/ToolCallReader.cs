namespace Pipeline.Workers.Nim.Translation.Answers.Chunks;

/// <summary>Reads pieces of tool calls, also where a server leaves out the list or the <c>function</c> around them.</summary>
internal static class ToolCallReader
{
    public static void ReadList(ref JsonCursor json, List<ToolCallPiece> pieces)
    {
        if (!json.EnterArray())
        {
            ReadOne(ref json, pieces);
            return;
        }

        while (json.NextItem()) ReadOne(ref json, pieces);
    }

    /// <summary>Reads one piece; the legacy <c>function_call</c> is one too, without id and index.</summary>
    public static void ReadOne(ref JsonCursor json, List<ToolCallPiece> pieces)
    {
        var piece = new ToolCallPiece(Index: null, pieces.Count, Id: null, Name: null, Arguments: null);
        ReadFields(ref json, ref piece);
        if (!piece.SaysNothing) pieces.Add(piece);
    }

    private static void ReadFields(ref JsonCursor json, ref ToolCallPiece piece)
    {
        if (!json.EnterObject()) return;

        while (json.NextProperty())
        {
            if (json.Is("index"u8)) piece = piece with { Index = json.Integer() };
            else if (json.Is("id"u8)) piece = piece with { Id = json.Text() };
            else if (json.Is("name"u8)) piece = piece with { Name = json.Text() };
            else if (json.Is("arguments"u8)) piece = piece with { Arguments = json.TextOrRaw() };
            else if (json.Is("function"u8)) ReadFields(ref json, ref piece);
        }
    }
}
