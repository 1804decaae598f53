using System.Globalization;
using System.Text;
using Pipeline.TestKit.Node;

namespace Pipeline.Tokens.Tests.Tiktoken;

/// <summary>The npm package <c>tiktoken</c>, whose tokens are the measure.</summary>
internal static class NpmTiktoken
{
    private const string Scripts = "tests/Tokens.Tests/Tiktoken";

    /// <summary>The tokens of each text, in one run of the package.</summary>
    public static async Task<IReadOnlyList<string>> EncodeAsync(IEnumerable<string> texts) => await NodeScript.RunAsync(
        $"{Scripts}/encode.cjs", [TiktokenPackage.Find()], texts.Select(text => Convert.ToBase64String(Encoding.Unicode.GetBytes([.. text]))));

    /// <summary>The code points that it takes for <c>\p{L}</c>, <c>\p{N}</c>, <c>\s</c> and <c>(?i:[stmdrvel])</c>.</summary>
    public static async Task<IReadOnlyList<HashSet<int>>> CategoriesAsync()
    {
        var lines = await NodeScript.RunAsync($"{Scripts}/categories.cjs", [TiktokenPackage.Find()], []);
        return [.. lines.Select(line => line.Split(' ').Select(code => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToHashSet())];
    }
}
