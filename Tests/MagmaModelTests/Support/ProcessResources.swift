import FoundationEssentials

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What this process holds at the moment.
enum ProcessResources {
    struct Unknown: Error {}

    /// How many file descriptors are open, sockets included.
    static var openDescriptors: Int {
        get throws { try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count }
    }

    /// Bytes of memory that are allocated and not freed, as the allocator counts them: a sanitizer's or the system's own.
    static var allocatedBytes: Int {
        get throws {
            if let symbol = symbol("__sanitizer_get_current_allocated_bytes") {
                return unsafeBitCast(symbol, to: (@convention(c) () -> Int).self)()
            }
            #if canImport(Darwin)
                return Int(mstats().bytes_used)
            #else
                return try bytesInUse(of: allocatorReport())
            #endif
        }
    }

    /// Stops the testing library from keeping a backtrace of every error that is thrown, for a process that measures
    /// memory. To be called before anything runs at once.
    static func keepNoBacktraces() {
        for name in ["_swift_willThrow", "_swift_willThrowTypedImpl"] {
            symbol(name)?.assumingMemoryBound(to: UnsafeRawPointer?.self).pointee = nil
        }
    }

    private static func symbol(_ name: String) -> UnsafeMutableRawPointer? { dlsym(dlopen(nil, RTLD_LAZY), name) }

    #if !canImport(Darwin)
        /// What `malloc_info` says. It is looked up by its name because Swift's module of the C library lacks its header.
        private static func allocatorReport() throws -> String {
            typealias Report = @convention(c) (Int32, UnsafeMutablePointer<FILE>?) -> Int32
            var text: UnsafeMutablePointer<CChar>?
            var size = 0
            guard let symbol = symbol("malloc_info"), let file = open_memstream(&text, &size) else { throw Unknown() }
            let status = unsafeBitCast(symbol, to: Report.self)(0, file)
            fclose(file)
            defer { free(text) }
            guard status == 0, let text else { throw Unknown() }
            return String(cString: text)
        }

        /// All that was taken from the system less all that is free. The totals of all arenas stand last.
        private static func bytesInUse(of report: String) throws -> Int {
            func size(_ element: String) throws -> Int {
                guard let line = report.split(separator: "\n").last(where: { $0.hasPrefix("<\(element)\"") }),
                    let digits = line.split(separator: "size=\"").last?.prefix(while: \.isNumber),
                    let size = Int(digits)
                else { throw Unknown() }
                return size
            }
            let taken = try size("system type=\"current") + size("total type=\"mmap")
            return try taken - size("total type=\"fast") - size("total type=\"rest")
        }
    #endif
}
