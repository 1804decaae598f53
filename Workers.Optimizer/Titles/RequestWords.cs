using System.Collections.Frozen;

namespace Pipeline.Workers.Optimizer.Titles;

/// <summary>Words that say what is wanted done or are polite, and not what it is about.</summary>
internal static class RequestWords
{
    private static readonly FrozenSet<string> Greetings = Words(
        "hi hello hey hallo hola bonjour salut ciao olá oi moin servus guten tag morgen ok okay so well now please pls bitte s'il vous plaît por favor per favore dear claude thanks thank danke");

    private static readonly FrozenSet<string> Openings = Words(
        "can could would will you i we i'd i'm want need would'd like to let's lets let me us help try trying going "
        + "kannst könntest können du sie mir mal ich möchte will brauche "
        + "peux-tu pouvez-vous peux tu je veux voudrais puedes podrías quiero necesito puoi vorrei pode você quero");

    private static readonly FrozenSet<string> Verbs = Words(
        "fix add check investigate implement evaluate debug refactor update review look into at write create make build find explain show describe analyze analyse improve "
        + "change remove delete rename move run test get set use do figure out tell give read understand see verify clean up optimize rewrite convert migrate");

    private static readonly FrozenSet<string> Articles = Words("the a an my our your this that these those some all any der die das den ein eine einen el la los las un una le les une des il lo gli o os as um uma");

    private static readonly FrozenSet<string> Loose = Words(
        "the a an of in on at to for from with by and or but so because that which is are was be as into if when while than then between about via per over under without "
        + "der die das den dem des ein eine im in am auf mit von zu und oder weil für zwischen über unter bei nach aus durch ohne zum zur de la el los las un una en con por para entre sobre sin y o du des le les et dans sur sous chez sans avec pour di il lo e tra fra per em no na do da");

    /// <summary>Without greetings, request verbs and the article behind them.</summary>
    public static IReadOnlyList<string> Drop(IReadOnlyList<string> words)
    {
        var rest = DropGreeting(words);
        var start = Skip(rest, 0, Verbs);
        return start > 0 || rest.Count < words.Count || IsOne(rest, Articles) ? [.. rest.Skip(Skip(rest, start, Articles))] : rest;
    }

    /// <summary>Without greetings and polite openings.</summary>
    public static IReadOnlyList<string> DropGreeting(IReadOnlyList<string> words)
    {
        var start = Skip(words, 0, Greetings);
        start = Skip(words, start, Openings);
        return [.. words.Skip(Skip(words, start, Greetings))];
    }

    /// <summary>Without words at the end that lead to something which is no more there.</summary>
    public static IReadOnlyList<string> DropLoose(IReadOnlyList<string> words, int least)
    {
        var count = words.Count;
        while (count > least && Loose.Contains(words[count - 1])) count--;
        return [.. words.Take(count)];
    }

    private static bool IsOne(IReadOnlyList<string> words, FrozenSet<string> set) => words.Count > 0 && set.Contains(words[0]);

    private static int Skip(IReadOnlyList<string> words, int start, FrozenSet<string> set)
    {
        while (start < words.Count && set.Contains(words[start])) start++;
        return start;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
