internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL

/// What the client and the system report, as errors of a call. They name the host, never path, query or user-info.
enum TransportFailure {
    static let cancelled = ModelError(.cancelled, "The call was cancelled.")

    static func timeout(_ phase: ModelError.TimeoutPhase, _ limit: Duration?, host: String) -> ModelError {
        let within = limit.map { " within \(seconds($0)) s" } ?? ""
        let message =
            switch phase {
            case .connect: "The connect timeout passed: no connection to \(host)\(within)."
            case .head: "The head timeout passed: \(host) sent no response head\(within)."
            case .idle: "The idle timeout passed: \(host) sent nothing\(within) in the middle of the response."
            case .total: "The total timeout passed before \(host) had answered in full."
            case .deadline: "The deadline of the task passed before \(host) had answered in full."
            }
        var error = ModelError(.timeout, message)
        error.timeoutPhase = phase
        return error
    }

    static func notSendable(_ error: any Error, host: String) -> ModelError {
        ModelError(.invalidRequest, "The request to \(host) cannot be sent: \(error)")
    }

    /// A failure of the client, before the response head or in the body.
    static func connection(_ error: any Error, host: String, inBody: Bool) -> ModelError {
        if let error = error as? HTTPClientError {
            switch error {
            case .cancelled: return cancelled
            case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
                return timeout(.connect, nil, host: host)
            default: break
            }
        }
        if let error = decompression(error, host: host) { return error }
        if let reason = certificateReason(error) {
            var failure = ModelError(
                .connection,
                "The TLS certificate of \(host) was not accepted: \(reason)",
                underlying: error
            )
            failure.isRetryable = false
            return failure
        }
        let place =
            inBody ? "The connection to \(host) broke in the middle of the response" : "No connection with \(host)"
        return ModelError(.connection, "\(place): \(describe(error))", underlying: error)
    }

    /// A response that is there but cannot be unpacked.
    private static func decompression(_ error: any Error, host: String) -> ModelError? {
        switch error {
        case NIOHTTPDecompression.DecompressionError.limit:
            ModelError(.decoding, "The unpacked response of \(host) is longer than 64 MiB.", underlying: error)
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            ModelError(.decoding, "The compressed response of \(host) is broken: \(error)", underlying: error)
        default: nil
        }
    }

    private static func certificateReason(_ error: any Error) -> String? {
        if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
            return "it is for another host."
        }
        guard error is NIOSSLError || error is BoringSSLError else { return nil }
        let text = String(describing: error)
        return text.contains("CERTIFICATE") ? text : nil
    }

    private static func describe(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            if let single = error.connectionErrors.first { return describe(single.error) }
            if error.dnsAError != nil || error.dnsAAAAError != nil { return "the host name cannot be resolved" }
            return "no address could be reached"
        case let error as IOError: return error.description
        case let error as HTTPClientError where error == .remoteConnectionClosed: return "the server closed it"
        default: return String(describing: error)
        }
    }

    private static func seconds(_ duration: Duration) -> String {
        let parts = duration.components
        guard parts.attoseconds != 0 else { return String(parts.seconds) }
        return String(Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
    }
}
