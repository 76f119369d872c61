extension ProviderTable {
    /// Servers on one's own machines: no key unless the server was started with one.
    static let local: [Provider] = [
        chat(
            "vllm", "vLLM", "http://localhost:8000/v1", ["HOSTED_VLLM_API_KEY", "VLLM_API_KEY"],
            aliases: ["hosted_vllm"], bases: ["HOSTED_VLLM_API_BASE", "VLLM_API_BASE"], optional: true,
            Dialect(.thinkingTokenBudget), docs: "https://docs.vllm.ai/en/latest/serving/openai_compatible_server"
        ).withResponses(),
        chat(
            "llamacpp", "llama.cpp", "http://127.0.0.1:8080/v1", ["LLAMACPP_API_KEY", "LLAMAFILE_API_KEY"],
            aliases: ["llama_cpp", "llamafile"], bases: ["LLAMACPP_API_BASE", "LLAMAFILE_API_BASE"], optional: true,
            docs: "https://github.com/ggml-org/llama.cpp/tree/master/tools/server"
        ).withResponses(),
        chat(
            "lm_studio", "LM Studio", "http://127.0.0.1:1234/v1", ["LM_STUDIO_API_KEY", "LM_API_TOKEN"],
            aliases: ["lmstudio"], optional: true, docs: "https://lmstudio.ai/docs/app/api"
        ),
        chat(
            "docker_model_runner", "Docker Model Runner", "http://localhost:12434/engines/v1",
            ["DOCKER_MODEL_RUNNER_API_KEY"], optional: true, docs: "https://docs.docker.com/ai/model-runner"
        ),
        chat(
            "litellm_proxy", "LiteLLM proxy", "http://localhost:4000/v1", ["LITELLM_PROXY_API_KEY"],
            aliases: ["litellm", "litellm-proxy"], optional: true,
            Dialect(
                .takesThinking, .cacheControl, .thinkingBlocks, .reasoningDetails, .developerRole, .toolImages
            ),
            docs: "https://docs.litellm.ai/docs/simple_proxy"
        ).withResponses(),
        chat(
            "sglang", "SGLang", "http://localhost:30000/v1", ["SGLANG_API_KEY"], optional: true,
            docs: "https://docs.sglang.ai"
        ),
        chat(
            "xinference", "Xinference", "http://127.0.0.1:9997/v1", ["XINFERENCE_API_KEY"], optional: true,
            docs: "https://inference.readthedocs.io"
        ),
        chat("mistralrs", "mistral.rs", "http://localhost:1234/v1", ["MISTRALRS_API_KEY"], optional: true)
            .withResponses(),
        chat("gpustack", "GPUStack", "http://localhost/v1", ["GPUSTACK_API_KEY"], docs: "https://docs.gpustack.ai"),
        chat(
            "tgi", "Text Generation Inference", "http://localhost:8080/v1", ["TGI_API_KEY"], optional: true,
            docs: "https://huggingface.co/docs/text-generation-inference"
        ),
    ]
}
