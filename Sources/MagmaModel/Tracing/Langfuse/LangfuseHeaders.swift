internal import FoundationEssentials

/// What goes with each request.
enum LangfuseHeaders {
    static func fields(_ settings: LangfuseSettings) -> HeaderFields {
        let pair = "\(settings.publicKey):\(settings.secretKey.reveal { _ in nil } ?? "")"
        return [
            "authorization": "Basic \(Data(pair.utf8).base64EncodedString())",
            "content-type": "application/x-protobuf",
            // Without it the cloud may take ten minutes to show what it got.
            "x-langfuse-ingestion-version": "4",
            "x-langfuse-sdk-name": MagmaVersion.name,
            "x-langfuse-sdk-version": MagmaVersion.number,
            "user-agent": "\(MagmaVersion.name)/\(MagmaVersion.number) (swift)",
        ]
    }
}
