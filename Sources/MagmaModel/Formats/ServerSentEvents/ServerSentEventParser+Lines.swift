extension ServerSentEventParser {
    @inline(__always)
    mutating func split<E: Error>(
        _ bytes: UnsafeRawBufferPointer,
        _ map: (ServerSentEventError) -> E,
        _ body: (ServerSentEvent) throws(E) -> Bool
    ) throws(E) -> Int {
        if let failure { throw map(failure) }
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count > 0 else { return 0 }
        let count = bytes.count
        var at = startOfLines(base, count)
        // Views into `bytes`; whatever is left of them at the end is copied.
        var views = ServerSentEventViews()
        while at < count {
            if base[at] == 0x0A || base[at] == 0x0D {
                isFirstLine = false
                at = endOfLine(base, at, count)
                guard views.data != nil || fields.isPending || views.name != nil else { continue }
                if try fields.dispatch(&views, body) { return at }
                continue
            }
            let length = indexOfLineEnd(base + at, count: count &- at, carriageReturns: true)
            guard at &+ length < count else {
                keepLine(base + at, length)
                break
            }
            guard length <= maxLineBytes else {
                failure = .lineTooLong(limit: maxLineBytes)
                break
            }
            field(base + at, length, &views)
            at = endOfLine(base, at &+ length, count)
            if failure != nil { break }
        }
        if let failure { throw map(failure) }
        fields.keep(&views)
        return count
    }

    /// Ends the line that an earlier chunk began, and returns where the first whole line starts.
    @inline(__always)
    private mutating func startOfLines(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        if !skipsLineFeed, line.isEmpty { return 0 }
        return startOfLinesBehindRest(base, count)
    }

    @inline(never)
    private mutating func startOfLinesBehindRest(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let first = skipsLineFeed && base[0] == 0x0A ? 1 : 0
        skipsLineFeed = false
        guard !line.isEmpty else { return first }
        let length = indexOfLineEnd(base, count: count, carriageReturns: true)
        keepLine(base, length)
        guard length < count, failure == nil else { return count }
        endLine()
        return failure == nil ? endOfLine(base, length, count) : count
    }

    /// Where the line behind the line end at `at` starts.
    @inline(__always)
    private mutating func endOfLine(_ base: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
        if base[at] == 0x0A { return at &+ 1 }
        guard at &+ 1 < count else {
            skipsLineFeed = true
            return count
        }
        return base[at &+ 1] == 0x0A ? at &+ 2 : at &+ 1
    }

    @inline(never)
    private mutating func keepLine(_ start: UnsafePointer<UInt8>, _ count: Int) {
        guard count <= maxLineBytes - line.count else {
            failure = .lineTooLong(limit: maxLineBytes)
            return
        }
        line.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
    }

    /// Reads the field in `line` and empties it.
    mutating func endLine() {
        var line: [UInt8] = []
        swap(&line, &self.line)
        line.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            var views = ServerSentEventViews()
            field(base, bytes.count, &views)
            fields.keep(&views)
        }
        line.removeAll(keepingCapacity: line.capacity <= 1 << 16)
        self.line = line
    }

    @inline(__always)
    private mutating func field(_ start: UnsafePointer<UInt8>, _ count: Int, _ views: inout ServerSentEventViews) {
        if !isFirstLine {
            failure = fields.add(start, count, maxEventBytes, &views)
            return
        }
        isFirstLine = false
        let hasMark = count >= 3 && start[0] == 0xEF && start[1] == 0xBB && start[2] == 0xBF
        failure = fields.add(hasMark ? start + 3 : start, hasMark ? count - 3 : count, maxEventBytes, &views)
    }
}
