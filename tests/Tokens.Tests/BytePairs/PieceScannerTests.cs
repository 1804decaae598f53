using System.Text;
using Pipeline.Tokens.BytePairs;

namespace Pipeline.Tokens.Tests.BytePairs;

public sealed class PieceScannerTests
{
    [Theory]
    [InlineData("It's we'LL 'ſx 'tis I'd've", "It|'s| we|'LL| '|ſx| '|tis| I|'d|'ve")]
    [InlineData("'ſx'Rex'vx", "'ſ|x|'Re|x|'vx")]
    [InlineData("1234567 12", "123|456|7| |12")]
    [InlineData("(word) -- \tword", "(word|)| --| |\tword")]
    [InlineData("a  b   1\t\t!", "a| | b|  | |1|\t|\t|!")]
    [InlineData("a\n \n  b!\r\n\n c", "a|\n \n| | b|!\r\n\n| c")]
    [InlineData("end  \n", "end|  \n")]
    [InlineData("end   ", "end|   ")]
    [InlineData("\u3000\u3000x\u00A0!", "\u3000|\u3000x|\u00A0|!")]
    [InlineData("漢字か １２ ²é", "漢字か| |１２| |²|é")]
    public void Text_is_cut_as_the_expression_cuts_it(string text, string pieces)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var found = new List<string>();
        for (int start = 0, end; start < utf8.Length; start = end)
        {
            end = PieceScanner.EndOfPiece(utf8, start);
            found.Add(Encoding.UTF8.GetString(utf8[start..end]));
        }

        Assert.Equal(pieces.Split('|'), found);
    }
}
