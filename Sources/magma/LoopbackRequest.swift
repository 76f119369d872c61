#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Glibc)
    import Glibc
#endif

/// One HTTP/1.0 question to 127.0.0.1 over a plain socket, which costs nothing to set up and waits for nobody.
struct LoopbackRequest {
    var port: UInt16
    var text: String

    /// More than any list of models.
    private static let cap = 4 << 20

    /// The bodies of the answers with status 200 that came in time, in the order of the requests.
    static func send(_ requests: [LoopbackRequest], within limit: Duration) -> [[UInt8]?] {
        let deadline = ContinuousClock.now.advanced(by: limit)
        var exchanges = requests.map(Exchange.init)
        while true {
            let open = exchanges.indices.filter { exchanges[$0].socket >= 0 }
            let left = ContinuousClock.now.duration(to: deadline)
            guard !open.isEmpty, left > .zero else { break }
            var polled = open.map { index in
                let events = exchanges[index].unsent.isEmpty ? POLLIN : POLLOUT
                return pollfd(fd: exchanges[index].socket, events: Int16(events), revents: 0)
            }
            let ready = poll(&polled, nfds_t(polled.count), Int32(left / .milliseconds(1)) + 1)
            if ready < 0, errno != EINTR { break }
            for (index, event) in zip(open, polled) where event.revents != 0 { exchanges[index].advance(cap: cap) }
        }
        return exchanges.map {
            if $0.socket >= 0 { close($0.socket) }
            return $0.body
        }
    }

    private struct Exchange {
        /// Negative once it is over.
        var socket: Int32
        var unsent: ArraySlice<UInt8>
        var received: [UInt8] = []

        init(_ request: LoopbackRequest) {
            unsent = Array(request.text.utf8)[...]
            #if canImport(Glibc)
                socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            #elseif canImport(Musl)
                socket = Musl.socket(AF_INET, SOCK_STREAM, 0)
            #else
                socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
            #endif
            guard socket >= 0 else { return }
            _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK)
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            #if canImport(Darwin)
                var on: Int32 = 1
                setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
            #endif
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = request.port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let descriptor = socket
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if result != 0, errno != EINPROGRESS { end() }
        }

        mutating func end() {
            close(socket)
            socket = -1
        }

        mutating func advance(cap: Int) {
            unsent.isEmpty ? receive(cap) : transmit()
        }

        private mutating func transmit() {
            #if canImport(Darwin)
                let flags: Int32 = 0
            #else
                let flags = Int32(MSG_NOSIGNAL)
            #endif
            let descriptor = socket
            let count = unsent.withUnsafeBytes { systemSend(descriptor, $0.baseAddress, $0.count, flags) }
            if count > 0 {
                unsent = unsent.dropFirst(count)
            } else if errno != EAGAIN && errno != EINTR {
                end()
            }
        }

        private mutating func receive(_ cap: Int) {
            var chunk = [UInt8](repeating: 0, count: 16_384)
            let count = recv(socket, &chunk, chunk.count, 0)
            if count > 0 {
                received += chunk[..<count]
                if received.count > cap || isWhole { end() }
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                end()
            }
        }

        /// Where the body starts, once the head is whole.
        private var bodyStart: Int? {
            let mark: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
            return received.indices.dropLast(3).first { received[$0..<($0 + 4)].elementsEqual(mark) }.map { $0 + 4 }
        }

        private var head: [Substring] {
            String(decoding: received[..<(bodyStart ?? 0)], as: UTF8.self).split(separator: "\r\n")
        }

        /// Whether the body has the length that the head announced; a server may keep the connection open.
        private var isWhole: Bool {
            guard let bodyStart else { return false }
            for line in head where line.lowercased().hasPrefix("content-length:") {
                let value = line.dropFirst("content-length:".count).split(separator: " ").first
                return value.flatMap { Int($0) }.map { received.count - bodyStart >= $0 } ?? false
            }
            return false
        }

        var body: [UInt8]? {
            guard let bodyStart, let status = head.first, status.hasPrefix("HTTP/1."),
                status.split(separator: " ").dropFirst().first == "200"
            else { return nil }
            return Array(received[bodyStart...])
        }
    }
}

private func systemSend(_ socket: Int32, _ base: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
    send(socket, base, count, flags)
}
