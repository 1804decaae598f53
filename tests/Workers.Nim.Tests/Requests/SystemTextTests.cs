using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Requests;

public class SystemTextTests
{
    [Theory]
    [InlineData("""  "Be brief." """, "Be brief.")]
    [InlineData("""  [{"type":"text","text":"One."},{"type":"text","text":"Two.","cache_control":{"type":"ephemeral"}}] """, "One.\n\nTwo.")]
    [InlineData("""  [{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.330.839;"},{"type":"text","text":"One."}] """, "One.")]
    [InlineData("""  "x-anthropic-billing-header: cc_version=2.1;\n\nBe brief." """, "Be brief.")]
    [InlineData("""  [{"type":"text","text":"About the x-anthropic-billing-header: it varies."}] """, "About the x-anthropic-billing-header: it varies.")]
    public void System_text_becomes_one_system_message_without_the_billing_header(string system, string expected)
    {
        var messages = With($"\"system\":{system}")["messages"]!.AsArray();

        Assert.Equal(["system", "user"], messages.Select(message => (string)message!["role"]!));
        Assert.Equal(expected, (string)messages[0]!["content"]!);
    }

    [Theory]
    [InlineData("""  "" """)]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""  "x-anthropic-billing-header: cc_version=2.1;" """)]
    public void No_instructions_make_no_system_message(string system) =>
        AssertJson("""[{"role":"user","content":"hi"}]""", With($"\"system\":{system}")["messages"]);

    [Fact]
    public void Leading_system_messages_join_the_system_message() => AssertJson(
        """[{"role":"system","content":"One.\n\nTwo."},{"role":"user","content":"hi"}]""",
        Request("""
            {"system":"One.","messages":[
              {"role":"system","content":[{"type":"text","text":"Two."}]},
              {"role":"user","content":"hi"}]}
            """)["messages"]);

    [Fact]
    public void A_system_message_in_mid_conversation_becomes_a_reminder_at_its_place() => AssertJson(
        """
        [{"role":"user","content":"before\n\n<system-reminder>\nUse tabs.\n</system-reminder>\n\nafter"},
         {"role":"assistant","content":"ok"},
         {"role":"user","content":"<system-reminder>already wrapped</system-reminder>"}]
        """,
        Messages("""
            [{"role":"user","content":"before"},
             {"role":"system","content":"Use tabs."},
             {"role":"user","content":"after"},
             {"role":"assistant","content":"ok"},
             {"role":"system","content":"<system-reminder>already wrapped</system-reminder>"},
             {"role":"system","content":""}]
            """));

    [Fact]
    public void A_system_message_between_a_call_and_its_result_does_not_part_them() => AssertJson(
        """
        [{"role":"user","content":"go"},
         {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"Bash","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"c1","content":"done"},
         {"role":"user","content":"<system-reminder>\nHurry.\n</system-reminder>"}]
        """,
        Messages("""
            [{"role":"user","content":"go"},
             {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"Bash","input":{}}]},
             {"role":"system","content":"Hurry."},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"done"}]}]
            """));
}
