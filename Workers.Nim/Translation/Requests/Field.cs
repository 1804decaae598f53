using System.Text.Json;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>
/// A value of the client's request together with its place. Reading is tolerant: a member that is
/// absent, null or of another type than asked for is no error unless it is required.
/// </summary>
internal readonly struct Field(JsonElement value, FieldPath path)
{
    public JsonElement Value => value;

    /// <summary>The member of that name; null where it is absent or JSON null.</summary>
    public Field? Member(string name) =>
        TryGet(name, out var member) ? new Field(member, path.Member(name)) : null;

    /// <summary>The member of that name.</summary>
    /// <exception cref="InvalidRequestException">It is absent or null.</exception>
    public Field RequiredMember(string name) =>
        Member(name) ?? throw new InvalidRequestException($"{path.Member(name)}: Field required");

    /// <summary>The member's text; null where it is not a string.</summary>
    public string? Text(string name) =>
        TryGet(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;

    /// <summary>The member's text.</summary>
    /// <exception cref="InvalidRequestException">It is absent or not a string.</exception>
    public string RequiredText(string name)
    {
        var member = RequiredMember(name);
        return member.Value.ValueKind is JsonValueKind.String
            ? member.Value.GetString()!
            : throw member.Invalid("Input should be a valid string");
    }

    /// <summary>The member as a whole number.</summary>
    /// <exception cref="InvalidRequestException">It is there and something else.</exception>
    public int? Integer(string name)
    {
        if (Member(name) is not { } member) return null;

        return member.Value.ValueKind is JsonValueKind.Number && member.Value.TryGetInt32(out var number)
            ? number
            : throw member.Invalid("Input should be a valid integer");
    }

    /// <summary>The member as a number.</summary>
    /// <exception cref="InvalidRequestException">It is there and something else.</exception>
    public double? Number(string name)
    {
        if (Member(name) is not { } member) return null;

        return member.Value.ValueKind is JsonValueKind.Number && member.Value.TryGetDouble(out var number)
            ? number
            : throw member.Invalid("Input should be a valid number");
    }

    /// <summary>Whether the member is <c>true</c>.</summary>
    public bool IsTrue(string name) => TryGet(name, out var member) && member.ValueKind is JsonValueKind.True;

    /// <summary>This array's items.</summary>
    /// <exception cref="InvalidRequestException">This is not an array.</exception>
    public IEnumerable<Field> Items()
    {
        if (value.ValueKind is not JsonValueKind.Array) throw Invalid("Input should be a valid list");

        var place = path;
        return value.EnumerateArray().Select((item, index) => new Field(item, place.Item(index)));
    }

    /// <summary>This array's items that are strings.</summary>
    /// <exception cref="InvalidRequestException">This is not an array.</exception>
    public IEnumerable<string> Strings() => Items()
        .Where(item => item.Value.ValueKind is JsonValueKind.String)
        .Select(item => item.Value.GetString()!);

    /// <summary>The error that says what is wrong here.</summary>
    public InvalidRequestException Invalid(string complaint) => new($"{path}: {complaint}");

    private bool TryGet(string name, out JsonElement member)
    {
        member = default;
        return value.ValueKind is JsonValueKind.Object
            && value.TryGetProperty(name, out member)
            && member.ValueKind is not JsonValueKind.Null;
    }
}
