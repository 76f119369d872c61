#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Processor time, clock and allocations of this process at one moment.
struct Measurement: Sendable {
    /// User and system time, in microseconds.
    var cpu: Double
    /// In microseconds.
    var wall: Double
    /// `nil` where the counter is not preloaded.
    var allocations: Int?
    /// The bytes of all of them, freed or not.
    var allocated: Int?

    static func now() -> Measurement {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Measurement(
            cpu: Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6
                + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec),
            wall: Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3,
            allocations: allocationCount.map { $0() },
            allocated: allocatedBytes.map { $0() }
        )
    }

    private typealias Count = @convention(c) () -> Int
    private static let allocationCount = count("magma_allocation_count")
    private static let allocatedBytes = count("magma_allocated_bytes")

    private static func count(_ name: String) -> Count? {
        guard let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: 0), name) else { return nil }
        return unsafeBitCast(symbol, to: Count.self)
    }
}

/// The resident memory of this process, in kilobytes; `nil` where the system has no `/proc`.
func residentKilobytes() -> Int? {
    guard let file = fopen("/proc/self/statm", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, 128, file) != nil else { return nil }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let fields = text.split(separator: " ")
    return fields.count > 1 ? Int(fields[1]).map { $0 * Int(getpagesize()) / 1024 } : nil
}

/// Prints what a number of units took, by the unit.
func report(_ name: String, units: Int, from start: Measurement, to end: Measurement, more: [(String, Double)] = []) {
    var fields = [
        ("cpu_us", (end.cpu - start.cpu) / Double(units)), ("wall_us", (end.wall - start.wall) / Double(units)),
    ]
    if let first = start.allocations, let last = end.allocations {
        fields.append(("allocations", Double(last - first) / Double(units)))
    }
    if let first = start.allocated, let last = end.allocated {
        fields.append(("allocated", Double(last - first) / Double(units)))
    }
    let texts = (fields + more).map { "\"\($0.0)\":\(($0.1 * 1000).rounded() / 1000)" }
    print("{\"name\":\"\(name)\",\"n\":\(units),\(texts.joined(separator: ","))}")
}

/// Keeps a value from being optimised away.
@inline(never)
func keep<Value>(_ value: Value) {}
