extension ProviderTable {
    /// Services whose key, region and address belong together.
    static let regional: [Provider] = [
        chat(
            "moonshot", "Moonshot (Kimi)", "https://api.moonshot.ai/v1", ["MOONSHOT_API_KEY"], aliases: ["kimi"],
            Dialect(
                .replaysReasoning, .thinkingSwitch, .omitsDefaultTemperature,
                refuses: ["tool_choice=required", "functions", "function_call"]
            ),
            docs: "https://platform.moonshot.ai/docs/api/chat"
        ),
        chat(
            "zai", "Z.ai", "https://api.z.ai/api/paas/v4", ["ZAI_API_KEY"],
            glm, docs: "https://docs.z.ai/api-reference"
        ),
        chat(
            "bigmodel", "Zhipu BigModel", "https://open.bigmodel.cn/api/paas/v4", ["ZHIPU_API_KEY", "ZAI_API_KEY"],
            glm
        ),
        chat(
            "dashscope", "Alibaba DashScope (Qwen)", "https://dashscope.aliyuncs.com/compatible-mode/v1",
            ["DASHSCOPE_API_KEY", "QWENCLOUD_API_KEY"], aliases: ["alibaba", "qwencloud"],
            bases: ["DASHSCOPE_API_BASE", "QWENCLOUD_API_BASE"], Dialect(.cacheControl, .enableThinking),
            docs: "https://www.alibabacloud.com/help/en/model-studio"
        ),
        chat(
            "minimax", "MiniMax", "https://api.minimax.io/v1", ["MINIMAX_API_KEY"],
            Dialect(
                .takesThinking, .reasoningDetails, .omitsDefaultTemperature,
                refuses: ["n", "presence_penalty", "frequency_penalty", "logit_bias"], errorCodes: .minimax
            ),
            docs: "https://platform.minimax.io/docs"
        ),
        chat(
            "volcengine", "Volcengine (Doubao)", "https://ark.cn-beijing.volces.com/api/v3",
            ["VOLCENGINE_API_KEY", "ARK_API_KEY"], Dialect(.takesThinking)
        ),
        chat("siliconflow", "SiliconFlow", "https://api.siliconflow.com/v1", ["SILICONFLOW_API_KEY"]),
        chat("modelscope", "ModelScope", "https://api-inference.modelscope.cn/v1", ["MODELSCOPE_API_KEY"]),
        chat("xiaomi_mimo", "Xiaomi MiMo", "https://api.xiaomimimo.com/v1", ["XIAOMI_MIMO_API_KEY"]),
    ]

    /// Of the GLM models, on both of their platforms.
    private static let glm = Dialect(
        .thinkingSwitch,
        refuses: [
            "tool_choice=none", "tool_choice=required", "tool_choice=function", "presence_penalty", "frequency_penalty",
            "n", "seed", "logit_bias",
        ],
        errorCodes: .zhipu
    )
}
