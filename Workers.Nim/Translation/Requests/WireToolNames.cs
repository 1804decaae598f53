using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>
/// Tool names as they go upstream. OpenAI takes at most 64 letters, digits, <c>_</c> and <c>-</c>, Moonshot
/// nothing but a letter in first place; any other name is rewritten. A name becomes the same one in every
/// request, or the tools at the start of a conversation's prefix would change.
/// </summary>
internal sealed class WireToolNames
{
    private const int MaxLength = 64;
    private const int HashLength = 8;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly Dictionary<string, string> _wireNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _clientNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);

    /// <summary>The client's names by those on the wire, of the rewritten ones alone.</summary>
    public IReadOnlyDictionary<string, string> Renamed => _renamed;

    /// <summary>The name on the wire.</summary>
    public string Of(string clientName)
    {
        if (_wireNames.TryGetValue(clientName, out var known)) return known;

        var wireName = IsLegal(clientName) ? clientName : Rewrite(clientName);
        if (!_clientNames.TryAdd(wireName, clientName))
        {
            // A client's own name looks like a rewritten one; the whole hash is nobody's.
            wireName = $"t{Hash(clientName)[1..]}";
            _clientNames[wireName] = clientName;
        }

        _wireNames[clientName] = wireName;
        if (wireName != clientName) _renamed[wireName] = clientName;
        return wireName;
    }

    private static bool IsLegal(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetter(name[0]) && !name.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>As much of the name as there is room for, so that the model still understands it, and a hash.</summary>
    private static string Rewrite(string name)
    {
        var text = new StringBuilder(MaxLength);
        if (name.Length == 0 || !char.IsAsciiLetter(name[0])) text.Append("t_");
        foreach (var letter in name)
        {
            if (text.Length == MaxLength - HashLength - 1) break;
            text.Append(Allowed.Contains(letter) ? letter : '_');
        }

        return text.Append('_').Append(Hash(name), 0, HashLength).ToString();
    }

    // 64 digits, which is just the length that is allowed.
    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
