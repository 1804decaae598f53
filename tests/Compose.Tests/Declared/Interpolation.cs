using System.Text.RegularExpressions;

namespace Pipeline.Compose.Tests.Declared;

/// <summary>Compose's <c>${NAME}</c>, <c>${NAME:-default}</c> and <c>${NAME:?message}</c>.</summary>
internal static partial class Interpolation
{
    /// <summary>The variables that a text uses.</summary>
    public static IReadOnlySet<string> Names(string text) => Variable().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet();

    /// <summary>The variables without which compose does not start.</summary>
    public static IReadOnlySet<string> RequiredNames(string text) =>
        Variable().Matches(text).Where(match => match.Groups["how"].Value == ":?").Select(match => match.Groups["name"].Value).ToHashSet();

    /// <summary>The text with its variables' values.</summary>
    /// <exception cref="KeyNotFoundException">A required variable has no value.</exception>
    public static string Apply(string text, IReadOnlyDictionary<string, string> variables) => Variable().Replace(text, match =>
    {
        var name = match.Groups["name"].Value;
        if (variables.TryGetValue(name, out var value) && value.Length > 0) return value;

        return match.Groups["how"].Value == ":-" ? match.Groups["rest"].Value : throw new KeyNotFoundException($"{name} is required.");
    });

    [GeneratedRegex(@"\$\{(?<name>\w+)((?<how>:[-?])(?<rest>[^}]*))?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
