using Pipeline.Workers.Nim.ModelLists;

namespace Pipeline.Workers.Nim.Tests.ModelLists;

/// <summary>Lists of models as the servers send them, shortened to what tells them apart, and what they say.</summary>
internal static class ServerLists
{
    public static IReadOnlyList<(string Name, string Body, IReadOnlyList<ListedModel> Models)> All { get; } =
    [
        ("OpenAI",
            """{"object":"list","data":[{"id":"gpt-4o","object":"model","created":1715367049,"owned_by":"system"},{"id":"whisper-1","object":"model","created":1677532384,"owned_by":"openai-internal"}]}""",
            [
                new ListedModel { Id = "gpt-4o", CreatedAt = Seconds(1715367049) },
                new ListedModel { Id = "whisper-1", CreatedAt = Seconds(1677532384), IsChat = false },
            ]),
        ("NVIDIA NIM",
            """{"object":"list","data":[{"id":"z-ai/glm4.7","object":"model","created":735790403,"owned_by":"z-ai"},{"id":"nvidia/nv-embed-v1","object":"model","created":735790403,"owned_by":"nvidia"}]}""",
            [
                new ListedModel { Id = "nvidia/nv-embed-v1", IsChat = false },
                new ListedModel { Id = "z-ai/glm4.7" },
            ]),
        ("vLLM",
            """
            {"object":"list","data":[{"id":"Qwen/Qwen3-32B","object":"model","created":1750000000,"owned_by":"vllm","root":"Qwen/Qwen3-32B","parent":null,"max_model_len":40960,
            "permission":[{"id":"modelperm-1","object":"model_permission","created":1750000000,"allow_sampling":true,"organization":"*","group":null,"is_blocking":false}]}]}
            """,
            [new ListedModel { Id = "Qwen/Qwen3-32B", ContextWindow = 40960, CreatedAt = Seconds(1750000000) }]),
        ("SGLang",
            """{"object":"list","data":[{"id":"deepseek-ai/DeepSeek-V3","object":"model","created":1750000000,"owned_by":"sglang","root":"deepseek-ai/DeepSeek-V3","max_model_len":163840}]}""",
            [new ListedModel { Id = "deepseek-ai/DeepSeek-V3", ContextWindow = 163840, CreatedAt = Seconds(1750000000) }]),
        ("OpenRouter",
            """
            {"data":[{"id":"qwen/qwen3-vl-235b-a22b-instruct","canonical_slug":"qwen/qwen3-vl-235b-a22b-instruct","hugging_face_id":"Qwen/Qwen3-VL-235B-A22B-Instruct","name":"Qwen: Qwen3 VL 235B A22B Instruct",
            "created":1758668687,"description":"…","context_length":262144,"architecture":{"modality":"text+image->text","input_modalities":["text","image"],"output_modalities":["text"],"tokenizer":"Qwen3","instruct_type":null},
            "pricing":{"prompt":"0.0000003","completion":"0.0000012"},"top_provider":{"context_length":131072,"max_completion_tokens":32768,"is_moderated":false},"per_request_limits":null,
            "supported_parameters":["max_tokens","temperature","tool_choice","tools","top_p"],"default_parameters":{}},
            {"id":"old/writer","name":"Writer","created":1692901234,"context_length":8192,"architecture":{"input_modalities":["text"],"output_modalities":["text"]},
            "top_provider":{"context_length":null,"max_completion_tokens":null,"is_moderated":true},"supported_parameters":["temperature"]}]}
            """,
            [
                new ListedModel { Id = "old/writer", DisplayName = "Writer", ContextWindow = 8192, Images = false, CreatedAt = Seconds(1692901234) },
                new ListedModel
                {
                    Id = "qwen/qwen3-vl-235b-a22b-instruct", DisplayName = "Qwen: Qwen3 VL 235B A22B Instruct", ContextWindow = 131072, MaxOutputTokens = 32768, Images = true, CreatedAt = Seconds(1758668687),
                },
            ]),
        ("LM Studio, REST API v0",
            """
            {"object":"list","data":[
            {"id":"qwen2-vl-7b-instruct","object":"model","type":"vlm","publisher":"mlx-community","arch":"qwen2_vl","compatibility_type":"mlx","quantization":"4bit","state":"not-loaded","max_context_length":32768},
            {"id":"openai/gpt-oss-20b","object":"model","type":"llm","publisher":"openai","arch":"gpt-oss","compatibility_type":"gguf","quantization":"MXFP4","state":"loaded","max_context_length":131072,"loaded_context_length":16384,"capabilities":["tool_use"]},
            {"id":"text-embedding-nomic-embed-text-v1.5","object":"model","type":"embeddings","publisher":"nomic-ai","arch":"nomic-bert","compatibility_type":"gguf","quantization":"Q4_0","state":"not-loaded","max_context_length":2048}]}
            """,
            [
                new ListedModel { Id = "openai/gpt-oss-20b", ContextWindow = 16384, Images = false },
                new ListedModel { Id = "qwen2-vl-7b-instruct", ContextWindow = 32768, Images = true },
                new ListedModel { Id = "text-embedding-nomic-embed-text-v1.5", ContextWindow = 2048, IsChat = false },
            ]),
        ("LM Studio, REST API v1",
            """
            {"models":[{"type":"llm","publisher":"google","key":"google/gemma-3-4b","display_name":"Gemma 3 4B","architecture":"gemma3","quantization":{"name":"4bit","bits_per_weight":4},"size_bytes":3034755901,
            "loaded_instances":[],"max_context_length":131072,"format":"mlx","capabilities":{"vision":true,"trained_for_tool_use":false}},
            {"type":"llm","publisher":"qwen","key":"qwen/qwen3.5-9b","display_name":"Qwen3.5 9B","architecture":"qwen35","loaded_instances":[{"id":"qwen/qwen3.5-9b","config":{"context_length":4096,"flash_attention":true}}],
            "max_context_length":262144,"capabilities":{"vision":false,"trained_for_tool_use":true}}]}
            """,
            [
                new ListedModel { Id = "google/gemma-3-4b", DisplayName = "Gemma 3 4B", ContextWindow = 131072, Images = true },
                new ListedModel { Id = "qwen/qwen3.5-9b", DisplayName = "Qwen3.5 9B", ContextWindow = 4096, Images = false },
            ]),
        ("llama.cpp",
            """
            {"models":[{"name":"gemma-3-12b","model":"gemma-3-12b","modified_at":"","size":"","digest":"","type":"model","description":"","tags":[""],"capabilities":["completion","multimodal"],"parameters":"","details":{"parent_model":"","format":"gguf","family":"","families":[""]}}],
            "object":"list","data":[{"id":"gemma-3-12b","aliases":["gemma-3-12b"],"tags":[],"object":"model","created":1791322978,"owned_by":"llamacpp","meta":{"vocab_type":2,"n_vocab":262144,"n_ctx":16384,"n_ctx_train":131072,"n_embd":3840,"n_params":11907350576,"size":12653822144}}]}
            """,
            [new ListedModel { Id = "gemma-3-12b", ContextWindow = 16384, Images = true, CreatedAt = Seconds(1791322978) }]),
        ("llama.cpp as a router",
            """
            {"object":"list","data":[{"id":"Qwen3-0.6B-Q4_K_M","object":"model","owned_by":"llamacpp","created":1783986018,"aliases":[],"tags":[],"status":{"value":"unloaded","args":["--model","Qwen3.gguf"],"preset":""},
            "architecture":{"input_modalities":["text"],"output_modalities":["text"]},"source":"models_dir","can_remove":false}]}
            """,
            [new ListedModel { Id = "Qwen3-0.6B-Q4_K_M", Images = false, CreatedAt = Seconds(1783986018) }]),
        ("Ollama, /api/tags",
            """
            {"models":[{"name":"qwen3:8b","model":"qwen3:8b","modified_at":"2025-10-03T23:34:03.409490317-07:00","size":5225388164,"digest":"500a1f067a9f","details":{"parent_model":"","format":"gguf","family":"qwen3","families":["qwen3"],"parameter_size":"8.2B","quantization_level":"Q4_K_M"}},
            {"name":"all-minilm:latest","model":"all-minilm:latest","modified_at":"2025-10-03T23:34:03-07:00","size":45960996,"digest":"1b226e2802db","details":{"format":"gguf","family":"bert","families":["bert"],"parameter_size":"23M","quantization_level":"F16"}}]}
            """,
            [
                new ListedModel { Id = "all-minilm:latest", IsChat = false },
                new ListedModel { Id = "qwen3:8b" },
            ]),
        ("Ollama, /v1/models",
            """{"object":"list","data":[{"id":"qwen3:8b","object":"model","created":1759559643,"owned_by":"library"}]}""",
            [new ListedModel { Id = "qwen3:8b", CreatedAt = Seconds(1759559643) }]),
        ("Groq",
            """
            {"object":"list","data":[{"id":"llama-3.3-70b-versatile","object":"model","created":1733447754,"owned_by":"Meta","active":true,"context_window":131072,"public_apps":null,"max_completion_tokens":32768},
            {"id":"whisper-large-v3","object":"model","created":1693721698,"owned_by":"OpenAI","active":true,"context_window":448,"public_apps":null,"max_completion_tokens":448},
            {"id":"gone","object":"model","created":1693721698,"owned_by":"Meta","active":false,"context_window":8192,"public_apps":null,"max_completion_tokens":8192}]}
            """,
            [
                new ListedModel { Id = "llama-3.3-70b-versatile", ContextWindow = 131072, MaxOutputTokens = 32768, CreatedAt = Seconds(1733447754) },
                new ListedModel { Id = "whisper-large-v3", ContextWindow = 448, MaxOutputTokens = 448, CreatedAt = Seconds(1693721698), IsChat = false },
            ]),
        ("Together",
            """
            [{"id":"meta-llama/Llama-3.3-70B-Instruct-Turbo","object":"model","created":1733466629,"type":"chat","running":false,"display_name":"Meta Llama 3.3 70B Instruct Turbo","organization":"Meta","link":"https://huggingface.co","license":"llama","context_length":131072,"config":{"stop":[]},"pricing":{"hourly":0,"input":0.88,"output":0.88,"base":0,"finetune":0}},
            {"id":"Salesforce/Llama-Rank-V1","object":"model","created":0,"type":"rerank","display_name":"Salesforce Llama Rank V1 (8B)","context_length":8192}]
            """,
            [
                new ListedModel { Id = "Salesforce/Llama-Rank-V1", DisplayName = "Salesforce Llama Rank V1 (8B)", ContextWindow = 8192, IsChat = false },
                new ListedModel { Id = "meta-llama/Llama-3.3-70B-Instruct-Turbo", DisplayName = "Meta Llama 3.3 70B Instruct Turbo", ContextWindow = 131072, CreatedAt = Seconds(1733466629) },
            ]),
        ("Mistral",
            """
            {"object":"list","data":[{"id":"mistral-medium-2505","object":"model","created":1754042468,"owned_by":"mistralai","capabilities":{"completion_chat":true,"completion_fim":false,"function_calling":true,"fine_tuning":false,"vision":true,"classification":false},
            "name":"mistral-medium-2505","description":"Official mistral-medium-2505 Mistral AI model","max_context_length":131072,"aliases":["mistral-medium-latest"],"deprecation":null,"default_model_temperature":0.3,"type":"base"},
            {"id":"mistral-ocr-latest","object":"model","created":1754042468,"owned_by":"mistralai","capabilities":{"completion_chat":false,"function_calling":false,"vision":true},"name":"mistral-ocr-2505","max_context_length":16384,"type":"base"}]}
            """,
            [
                new ListedModel { Id = "mistral-medium-2505", ContextWindow = 131072, Images = true, CreatedAt = Seconds(1754042468) },
                new ListedModel { Id = "mistral-ocr-latest", DisplayName = "mistral-ocr-2505", ContextWindow = 16384, Images = true, CreatedAt = Seconds(1754042468), IsChat = false },
            ]),
        ("Anthropic",
            """
            {"data":[{"type":"model","id":"claude-opus-4-5","display_name":"Claude Opus 4.5","created_at":"2025-11-24T00:00:00Z","max_input_tokens":200000,"max_tokens":64000,"capabilities":{"batch":{"supported":true},"image_input":{"supported":true,"maximum":100},"thinking":{"supported":true,"types":{"enabled":{"supported":true}}}}},
            {"type":"model","id":"claude-future","display_name":"Claude Future","created_at":"1970-01-01T00:00:00Z"}],"has_more":false,"first_id":"claude-opus-4-5","last_id":"claude-future"}
            """,
            [
                new ListedModel { Id = "claude-future", DisplayName = "Claude Future" },
                new ListedModel { Id = "claude-opus-4-5", DisplayName = "Claude Opus 4.5", ContextWindow = 200000, MaxOutputTokens = 64000, Images = true, CreatedAt = new DateTimeOffset(2025, 11, 24, 0, 0, 0, TimeSpan.Zero) },
            ]),
    ];

    private static DateTimeOffset Seconds(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
