using System.Text.Json.Nodes;
using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Quirks.Shaping;
using Pipeline.Workers.Nim.Tests.Requests;

namespace Pipeline.Workers.Nim.Tests.Quirks;

/// <summary>Translates Anthropic JSON, repairs it, and gives back what an upstream would receive.</summary>
internal static class Shaped
{
    /// <summary>A request with something of everything that upstreams refuse.</summary>
    public const string Everything = """
        {"system":"Be brief.","max_tokens":64000,"temperature":1,"top_p":0.95,"top_k":40,"stop_sequences":["END"],
         "thinking":{"type":"adaptive"},"output_config":{"effort":"high","format":{"type":"json_schema","schema":{"type":"object"}}},
         "tools":[{"name":"Fetch","input_schema":{"type":"object","properties":{"url":{"type":"string","format":"uri"}}}}],
         "tool_choice":{"type":"any","disable_parallel_tool_use":true},
         "messages":[{"role":"user","content":"go"},
           {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"Fetch","input":{}}]},
           {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"ok"},
             {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}}]}]}
        """;

    public static ChatRequest Chat(string json) => Translated.Whole(json).Chat;

    public static JsonNode Request(string json, params Quirk[] quirks) => Translated.JsonOf(QuirkRepairs.Apply(Chat(json), quirks.ToHashSet()));

    public static JsonNode Messages(string messages, params Quirk[] quirks) => Request($$"""{"messages":{{messages}}}""", quirks)["messages"]!;
}
