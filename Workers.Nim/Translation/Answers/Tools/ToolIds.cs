using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Pipeline.Workers.Nim.Translation.Answers.Tools;

/// <summary>
/// Ids of one answer's tool calls. Claude Code keys by id over the whole conversation, so an upstream's
/// <c>call_0</c>, which comes back every turn, is replaced.
/// </summary>
internal sealed partial class ToolIds
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int RandomLength = 24;

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The upstream's id if it looks globally unique, else a new one.</summary>
    public string Choose(string? upstreamId)
    {
        if (upstreamId is not null && Unique().IsMatch(upstreamId) && _used.Add(upstreamId)) return upstreamId;

        var id = "toolu_" + RandomNumberGenerator.GetString(Alphabet, RandomLength);
        _used.Add(id);
        return id;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{12,64}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unique();
}
