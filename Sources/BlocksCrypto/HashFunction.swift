// SPDX-License-Identifier: Apache-2.0

/// What HMAC needs of a digest: incremental, a value, without allocation (FIPS 180-4).
protocol HashFunction {
    /// Bytes that the function consumes at a time.
    static var blockCount: Int { get }
    /// Bytes of a digest.
    static var digestCount: Int { get }

    init()
    mutating func update(_ bytes: UnsafeRawBufferPointer)
    /// Writes the digest to the start of `output`, which has room for `digestCount` bytes; the value is spent afterwards.
    mutating func finish(into output: UnsafeMutableRawBufferPointer)
}

extension HashFunction {
    mutating func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.digestCount) { output, count in
            finish(into: UnsafeMutableRawBufferPointer(output))
            count = Self.digestCount
        }
    }

    static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var function = Self()
        bytes.withUnsafeBytes { function.update($0) }
        return function.finish()
    }
}
