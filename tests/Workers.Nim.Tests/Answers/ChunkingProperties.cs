using FsCheck;
using FsCheck.Fluent;
using Pipeline.TestKit.Grammar;

namespace Pipeline.Workers.Nim.Tests.Answers;

public sealed class ChunkingProperties
{
    private static readonly string[] Pieces =
    [
        "<think>", "</think>", "hm", "\n", " ", "a", "ü", "😀", "\"", "<", ">", "●", "● ", "|>", "<|",
        "<|im_end|>", "<|foo|>", "<function=", "<function=Bash>", "<parameter=command>", "ls", "</parameter>", "</function>",
        "<tool_call>", "{\"name\":\"Bash\",\"arguments\":{\"a\":1}}", "</tool_call>", "Read\n", "<arg_key>k</arg_key>", "<arg_value>v</arg_value>",
        "<|tool_calls_section_begin|>", "<|tool_call_begin|>", "functions.Bash:0", "<|tool_call_argument_begin|>", "{\"b\":2}", "<|tool_call_end|>",
        "<|channel|>", "analysis", "commentary", "final", " to=functions.Bash", "<|message|>", "<|start|>", "<|end|>", "assistant", "<|call|>",
        "[", "[TOOL_CALLS]", "[ARGS]", "Bash", "{", "{\"name\":", "<|python_tag|>", "<|im_start|>", "<invoke name=\"", "Bash\">", "<TOOLCALL>",
        "<｜tool▁call▁begin｜>", "function", "<｜tool▁sep｜>", "Bash\n", "```json\n", "<｜tool▁call▁end｜>",
    ];

    private static readonly string[] Code = ["`", "```", "```\n", "\n```\n", "~~~\n"];

    private static readonly string[] Calls =
    [
        "<function=Bash><parameter=command>x</parameter></function>",
        "● <function=Read>\n<parameter=a>1</parameter>",
        "<tool_call>\n{\"name\":\"Bash\",\"arguments\":{\"a\":\"}\"}}\n</tool_call>",
        "<tool_call>Read\n<arg_key>k</arg_key>\n<arg_value>v</arg_value>\n</tool_call>",
        "<|tool_calls_section_begin|><|tool_call_begin|>functions.Bash:0<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>",
        "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>Bash\n```json\n{}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
        "<|channel|>analysis<|message|>hm<|end|>",
        "<|start|>assistant<|channel|>final<|message|>",
        "<|channel|>commentary to=functions.Bash <|constrain|>json<|message|>{\"a\":1}<|call|>",
        "[TOOL_CALLS][{\"name\":\"Bash\",\"arguments\":{\"a\":\"]\"}},{\"name\":\"Read\",\"arguments\":{}}]",
        "[TOOL_CALLS]Bash[CALL_ID]x[ARGS]{}",
        "<minimax:tool_call><invoke name=\"Bash\"><parameter name=\"a\">1</parameter></invoke></minimax:tool_call>",
        "{\"name\":\"Bash\",\"parameters\":{}}",
        "<|im_start|>assistant\n",
    ];

    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    private static Arbitrary<string> Markup => Gen
        .Frequency((8, Gen.Elements(Pieces)), (1, Gen.Elements(Code)), (3, Gen.Elements(Calls)))
        .ListOf().Select(string.Concat).ToArbitrary();

    private static Arbitrary<string> PlainText => Gen.Elements("abc def.\n \t;{}[]()'\"\\/|=!?äß漢😀\u2028\0".ToCharArray())
        .ListOf().Select(characters => new string([.. characters])).ToArbitrary();

    [Fact]
    public void However_a_text_is_cut_the_message_is_the_same() => Check.One(
        Thorough,
        Prop.ForAll(Markup, ArbMap.Default.ArbFor<int[]>(), (text, places) =>
        {
            var whole = Fold([text]);
            return whole == Fold(Cuts.At(text, places)) && whole == Fold([.. text.Select(character => character.ToString())]);
        }));

    [Fact]
    public void Text_without_markup_comes_out_as_it_went_in() => Check.One(
        Thorough,
        Prop.ForAll(PlainText, ArbMap.Default.ArbFor<int[]>(), (text, places) =>
        {
            var answer = Answer.To([Delta.Text("."), .. Cuts.At(text, places).Select(Delta.Text), Delta.Finish("stop")]);
            return answer.Message.Text == "." + Repaired(text);
        }));

    [Fact]
    public void Hidden_and_shown_thinking_give_the_same_text() => Check.One(
        Thorough,
        Prop.ForAll(Markup, text =>
        {
            var shown = Answer.To(Delta.Text("."), Delta.Text(text), Delta.Finish("length"));
            var hidden = Answer.To(Answer.Context with { ShowThinking = false }, Delta.Text("."), Delta.Text(text), Delta.Finish("length"));
            // White space between texts belongs to neither where thinking parts them.
            return Dense(shown.Message.Text) == Dense(hidden.Message.Text);
        }));

    private static string Fold(IReadOnlyList<string> pieces)
    {
        var answer = Answer.To([.. pieces.Select(Delta.Text), Delta.Finish("stop")]);
        return $"{answer.End}: {string.Join('\u0001', answer.Message.Blocks.Select(WithoutId))}";
    }

    private static string Dense(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private static FoldedBlock WithoutId(FoldedBlock block) => block is ToolUseBlock tool ? tool with { Id = "" } : block;

    // Random characters may hold halves of pairs.
    private static string Repaired(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
