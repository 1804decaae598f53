namespace Pipeline.Workers.Nim.Tests.Answers;

/// <summary>Ways to cut a text into chunks.</summary>
internal static class Cuts
{
    /// <summary>Whole, in two at every place, and character by character.</summary>
    public static IEnumerable<IReadOnlyList<string>> Of(string text)
    {
        yield return [text];
        for (var place = 1; place < text.Length; place++) yield return [text[..place], text[place..]];
        yield return [.. text.Select(character => character.ToString())];
    }

    /// <summary>Cut at the given places, taken modulo the length.</summary>
    public static IReadOnlyList<string> At(string text, IEnumerable<int> places)
    {
        var pieces = new List<string>();
        var from = 0;
        foreach (var place in places.Select(place => text.Length == 0 ? 0 : Math.Abs(place % text.Length)).Distinct().Order())
        {
            pieces.Add(text[from..place]);
            from = place;
        }

        pieces.Add(text[from..]);
        return pieces;
    }
}
