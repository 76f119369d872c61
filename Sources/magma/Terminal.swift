import MagmaModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Glibc)
    import Glibc
#endif

/// The three standard streams.
enum Terminal {
    enum Stream: Int32 {
        case input = 0
        case output = 1
        case error = 2
    }

    static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

    /// Whether the error stream may be coloured (https://no-color.org).
    static var isStyled: Bool {
        isTerminal(.error) && (Environment.process["NO_COLOR"] ?? "").isEmpty && Environment.process["TERM"] != "dumb"
    }

    /// How many cells a line of the output has; `nil` where it is no terminal.
    static var width: Int? {
        guard isTerminal(.output) else { return nil }
        var size = winsize()
        guard ioctl(Stream.output.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes at once, without a buffer. A reader that has gone away ends the process quietly, as it does `cat`.
    static func write(_ text: String, to stream: Stream = .output) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                #if canImport(Darwin)
                    let count = Darwin.write(stream.rawValue, start, rest.count)
                #elseif canImport(Musl)
                    let count = Musl.write(stream.rawValue, start, rest.count)
                #else
                    let count = Glibc.write(stream.rawValue, start, rest.count)
                #endif
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } else if errno == EAGAIN {
                    var ready = pollfd(fd: stream.rawValue, events: Int16(POLLOUT), revents: 0)
                    poll(&ready, 1, -1)
                } else if errno == EPIPE || stream == .error, errno != EINTR {
                    exit(errno == EPIPE ? 141 : 1)
                } else if errno != EINTR {
                    note("the output cannot be written: \(String(cString: strerror(errno))).")
                    exit(1)
                }
            }
        }
    }

    /// A line of the program's own on the error stream.
    static func note(_ line: String) {
        write("magma: \(line)\n", to: .error)
    }

    /// Text that matters less.
    static func dimmed(_ text: String) -> String {
        isStyled ? "\u{1B}[2m\(text)\u{1B}[0m" : text
    }

    /// Whether something is sent to the input: a pipe, a file or a socket, and not a terminal or `/dev/null`.
    static var hasPipedInput: Bool {
        var facts = stat()
        guard fstat(Stream.input.rawValue, &facts) == 0 else { return false }
        let kind = facts.st_mode & S_IFMT
        return kind == S_IFIFO || kind == S_IFREG || kind == S_IFSOCK
    }

    /// The whole input, to its end.
    static func readInput() -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(Stream.input.rawValue, &chunk, chunk.count)
            if count > 0 {
                bytes += chunk[..<count]
            } else if count == 0 || errno != EINTR {
                return bytes
            }
        }
    }

    static func exit(_ code: Int32) -> Never {
        #if canImport(Darwin)
            Darwin.exit(code)
        #elseif canImport(Musl)
            Musl.exit(code)
        #else
            Glibc.exit(code)
        #endif
    }
}
