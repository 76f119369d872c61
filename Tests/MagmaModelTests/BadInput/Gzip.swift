@testable import MagmaModel

/// Compressed bytes for tests.
enum Gzip {
    /// ``Answers/hello``, as gzip packs it.
    static let hello: [UInt8] =
        [UInt8](
            base64:
                "H4sIAAAAAAACAz1NSwrCMBC9y1tnYXGXE3gHkVKSsR1MZkIzghByd2eju/d/A5wRkRYEVM1UnFTH6VBO1BHvAyyZPogXT1Dv206IA0nF"
                + "SMzjNypFMQOeLNyP9aStq7jRTRvmI+D9K7VTa7PV9EXi21f/caGQscpfXeb8AlfUaCOWAAAA"
        ) ?? []

    /// So many zeros, or a few more: a thousandth of their size.
    static func zeros(count: Int) -> [UInt8] {
        var bits = BitWriter()
        // One last block with the codes that deflate fixes: a zero, then again and again "258 bytes from 1 back".
        bits.append(0b1, 1)
        bits.append(0b01, 2)
        bits.appendReversed(0x30, 8)
        for _ in 0..<(count / 258 + 1) {
            bits.appendReversed(0b1100_0101, 8)
            bits.append(0, 5)
        }
        bits.append(0, 7)
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF] + bits.bytes
    }

    private struct BitWriter {
        var bytes: [UInt8] = []
        private var used = 8

        mutating func append(_ value: Int, _ count: Int) {
            for bit in 0..<count { append(value >> bit & 1 == 1) }
        }

        /// Huffman codes are written from their highest bit.
        mutating func appendReversed(_ value: Int, _ count: Int) {
            for bit in (0..<count).reversed() { append(value >> bit & 1 == 1) }
        }

        private mutating func append(_ isOne: Bool) {
            if used == 8 {
                bytes.append(0)
                used = 0
            }
            if isOne { bytes[bytes.count - 1] |= 1 << UInt8(used) }
            used += 1
        }
    }
}
