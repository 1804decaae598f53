using System.Security.Cryptography;

namespace Pipeline.Persistence.DeadLetters;

/// <summary>
/// Ids that a person can type and that sort by age: seconds since 1970 in seven characters, a dash, and four
/// random characters, in Crockford's base 32 (no i, l, o, u).
/// </summary>
public static class DeadLetterId
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeLength = 7;
    private const int RandomLength = 4;

    /// <summary>A new id, of a message that failed at this time.</summary>
    public static string Create(DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds();
        Span<char> id = stackalloc char[TimeLength + 1 + RandomLength];
        for (var position = TimeLength - 1; position >= 0; position--)
        {
            id[position] = Digits[(int)(seconds & 31)];
            seconds >>= 5;
        }

        id[TimeLength] = '-';
        RandomNumberGenerator.GetItems(Digits, id[(TimeLength + 1)..]);
        return new string(id);
    }

    /// <summary>An id as somebody typed it, in the form in which it is kept: capitals, o for 0, i and l for 1 are forgiven.</summary>
    public static string Normalize(string typed) =>
        typed.Trim().ToLowerInvariant().Replace('o', '0').Replace('i', '1').Replace('l', '1');

    /// <summary>Whether a text is of the form of an id; others are never looked for.</summary>
    public static bool IsValid(string id) =>
        id.Length == TimeLength + 1 + RandomLength
        && id[TimeLength] == '-'
        && !id.Where((digit, position) => position != TimeLength && !Digits.Contains(digit, StringComparison.Ordinal)).Any();
}
