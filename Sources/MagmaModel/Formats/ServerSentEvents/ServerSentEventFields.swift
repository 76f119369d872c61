/// Fields of the event under way that still lie in the chunk being read.
struct ServerSentEventViews {
    var data: UnsafeRawBufferPointer?
    var name: UnsafeRawBufferPointer?
}

/// Fields of the event under way that had to be copied: out of earlier chunks, or to join lines.
struct ServerSentEventFields: Sendable {
    private var data: [UInt8] = []
    private var hasData = false
    private var name: [UInt8] = []
    private var otherLines: [UInt8] = []
    private var retry: Int?
    private var id: [UInt8] = []
    /// Whether anything but `data` and `name` views makes up the event.
    private var isCopied = false

    /// Whether there is something to reset or to hand out.
    var isPending: Bool { isCopied }

    /// Takes a line, which ends nothing and is not empty.
    @inline(__always)
    mutating func add(
        _ start: UnsafePointer<UInt8>,
        _ count: Int,
        _ limit: Int,
        _ views: inout ServerSentEventViews
    ) -> ServerSentEventError? {
        if count >= 5, UnsafeRawBufferPointer(start: start, count: 5).equals("data:") {
            let skipped = count > 5 && start[5] == 0x20 ? 6 : 5
            let value = UnsafeRawBufferPointer(start: start + skipped, count: count &- skipped)
            guard hasData || views.data != nil || value.count > limit else {
                views.data = value
                return nil
            }
            return addData(value, limit, &views)
        }
        return addField(UnsafeRawBufferPointer(start: start, count: count), limit, &views)
    }

    @inline(never)
    private mutating func addData(
        _ value: UnsafeRawBufferPointer,
        _ limit: Int,
        _ views: inout ServerSentEventViews
    ) -> ServerSentEventError? {
        keepData(&views)
        guard value.count + (hasData ? 1 : 0) <= limit - data.count else { return .eventTooLong(limit: limit) }
        if hasData { data.append(0x0A) }
        data.append(contentsOf: value)
        hasData = true
        isCopied = true
        return nil
    }

    @inline(never)
    private mutating func addField(
        _ line: UnsafeRawBufferPointer,
        _ limit: Int,
        _ views: inout ServerSentEventViews
    ) -> ServerSentEventError? {
        let colon = line.firstIndex(of: 0x3A) ?? line.count
        var value = line.dropFirst(colon + 1)
        if value.first == 0x20 { value = value.dropFirst() }
        let bytes = UnsafeRawBufferPointer(rebasing: value)
        switch UnsafeRawBufferPointer(rebasing: line[..<colon]) {
        case "":
            break
        case "event":
            name.removeAll(keepingCapacity: true)
            views.name = bytes
        case "data":
            return addData(bytes, limit, &views)
        case "id":
            if !bytes.contains(0) { id = [UInt8](bytes) }
        case "retry":
            if !bytes.isEmpty, bytes.allSatisfy({ 0x30...0x39 ~= $0 }) {
                retry = Int(String(decoding: bytes, as: UTF8.self)) ?? retry
                isCopied = true
            }
        default:
            guard line.count < limit - otherLines.count else { return .eventTooLong(limit: limit) }
            if !otherLines.isEmpty { otherLines.append(0x0A) }
            otherLines.append(contentsOf: line)
            isCopied = true
        }
        return nil
    }

    /// Copies what lies in the chunk.
    @inline(__always)
    mutating func keep(_ views: inout ServerSentEventViews) {
        if views.data != nil || views.name != nil { keepBoth(&views) }
    }

    @inline(never)
    private mutating func keepBoth(_ views: inout ServerSentEventViews) {
        keepData(&views)
        guard let bytes = views.name else { return }
        name.append(contentsOf: bytes)
        isCopied = true
        views.name = nil
    }

    private mutating func keepData(_ views: inout ServerSentEventViews) {
        guard let bytes = views.data else { return }
        data.append(contentsOf: bytes)
        hasData = true
        isCopied = true
        views.data = nil
    }

    /// Hands the event out, if it is one, and forgets it.
    @inline(__always)
    mutating func dispatch<E: Error>(
        _ views: inout ServerSentEventViews,
        _ body: (ServerSentEvent) throws(E) -> Bool
    ) throws(E) -> Bool {
        let seen = views
        views = ServerSentEventViews()
        guard isCopied || !id.isEmpty else {
            guard let data = seen.data else { return false }
            return try body(ServerSentEvent(name: seen.name ?? ServerSentEvent.none, data: data))
        }
        return try dispatchCopied(seen, body)
    }

    /// Hands out an event of which nothing lies in a chunk.
    mutating func dispatch<E: Error>(_ body: (ServerSentEvent) throws(E) -> Void) throws(E) {
        _ = try dispatchCopied(ServerSentEventViews()) { event throws(E) in
            try body(event)
            return false
        }
    }

    @inline(never)
    private mutating func dispatchCopied<E: Error>(
        _ views: ServerSentEventViews,
        _ body: (ServerSentEvent) throws(E) -> Bool
    ) throws(E) -> Bool {
        defer { reset() }
        let hasData = hasData || views.data != nil
        guard hasData || !otherLines.isEmpty else { return false }
        let retry = retry
        return try name.withUnsafeBufferPointer { name throws(E) in
            try data.withUnsafeBufferPointer { data throws(E) in
                try id.withUnsafeBufferPointer { id throws(E) in
                    try otherLines.withUnsafeBufferPointer { others throws(E) in
                        let event = ServerSentEvent(
                            name: views.name ?? UnsafeRawBufferPointer(name),
                            data: views.data ?? UnsafeRawBufferPointer(data),
                            hasData: hasData,
                            id: UnsafeRawBufferPointer(id),
                            retry: retry,
                            otherLines: UnsafeRawBufferPointer(others)
                        )
                        guard let (field, value) = event.otherField, field.equals("error") else {
                            return try body(event)
                        }
                        let stops = hasData ? try body(event) : false
                        var error = event
                        error.name = field
                        error.data = value
                        error.hasData = false
                        return try body(error) || stops
                    }
                }
            }
        }
    }

    private mutating func reset() {
        guard isCopied else { return }
        data.removeAll(keepingCapacity: data.capacity <= 1 << 16)
        name.removeAll(keepingCapacity: true)
        otherLines.removeAll(keepingCapacity: false)
        hasData = false
        retry = nil
        isCopied = false
    }
}
