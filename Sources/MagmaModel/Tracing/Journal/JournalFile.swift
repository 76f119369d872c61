internal import Logging
internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Glibc)
    internal import Glibc
#endif

/// A file that lines are added to, by several processes if need be. It is opened for each addition, so that one that was moved
/// away or removed is begun anew.
final class JournalFile: Sendable {
    private struct State {
        var hasWarned = false
        /// Whether the last line that went into the file is whole.
        var endsWithLine = true
    }

    private let path: String
    private let warn: @Sendable (String) -> Void
    private let state = Mutex(State())

    init(_ path: String, warn: @escaping @Sendable (String) -> Void = { Logger(label: "magma").warning("\($0)") }) {
        self.path = path
        self.warn = warn
    }

    /// Adds lines in one write, which the system does not mix with those of others. `false` where they are not in the file; that
    /// is warned of once.
    func append(_ lines: [String]) -> Bool {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return failed() }
        defer { close(descriptor) }
        var text: [UInt8] = state.withLock(\.endsWithLine) ? [] : [0x0A]
        for line in lines {
            text += line.utf8
            text.append(0x0A)
        }
        var written = 0
        while written < text.count {
            let count = text.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
                #if canImport(Darwin)
                    return Darwin.write(descriptor, rest.baseAddress, rest.count)
                #elseif canImport(Musl)
                    return Musl.write(descriptor, rest.baseAddress, rest.count)
                #else
                    return Glibc.write(descriptor, rest.baseAddress, rest.count)
                #endif
            }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                if written > 0 { state.withLock { $0.endsWithLine = text[written - 1] == 0x0A } }
                return failed()
            }
        }
        state.withLock { $0.endsWithLine = true }
        return true
    }

    private func failed() -> Bool {
        let reason = String(cString: strerror(errno))
        let isFirst = state.withLock { state in
            defer { state.hasWarned = true }
            return !state.hasWarned
        }
        if isFirst { warn("The journal \(path) cannot be written: \(reason). Calls go on without it.") }
        return false
    }
}
