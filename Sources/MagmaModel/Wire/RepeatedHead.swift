/// What the events of a stream begin with. From event to event it is the same for the most part (`{"id":…,"model":…,`), and
/// what was read in one need not be read again in the next.
struct RepeatedHead: Sendable {
    private var bytes: [UInt8] = []

    /// How many bytes of the event are known; 0 where it begins otherwise.
    func length(in event: UnsafeRawBufferPointer) -> Int {
        guard event.count > bytes.count else { return 0 }
        return bytes.withBytes { known in
            guard let known = known.baseAddress, let start = event.baseAddress else { return 0 }
            return equalBytes(known, start, count: bytes.count) ? bytes.count : 0
        }
    }

    /// Keeps a beginning in which nothing stood that counts anew in each event.
    mutating func keep(_ head: Slice<UnsafeRawBufferPointer>) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: head)
    }
}
