/// Temperature and `top_p`, where the model takes them.
struct AllowedSampling {
    private(set) var temperature: Double?
    private(set) var topP: Double?

    /// A default that the model refuses is left out; what somebody said is refused.
    init(_ call: Call, isThinking: Bool, notes: inout RequestNotes) throws(ModelError) {
        let isRefused = call.rules.sampling == .refused
        // Not every model takes both; the built-in default must not be what makes a call fail.
        let isMoot = !call.temperatureIsExplicit && call.topP != nil
        if let temperature = call.temperature, !isMoot {
            if isRefused || (isThinking && temperature != 1) {
                if call.temperatureIsExplicit {
                    let reason = isRefused ? "\(call.modelID) takes none." : "It must be 1 while the model thinks."
                    try notes.unsupported("temperature", reason)
                }
            } else {
                self.temperature = temperature
            }
        }
        guard let topP = call.topP else { return }
        if isRefused {
            try notes.unsupported("top_p", "\(call.modelID) takes none.")
        } else {
            self.topP = topP
        }
    }
}
