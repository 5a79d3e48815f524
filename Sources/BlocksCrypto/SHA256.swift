// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// SHA-256 (FIPS 180-4), whole or in pieces.
///
/// A value without heap storage, so that a digest on the request path allocates nothing but its result.
public struct SHA256: Sendable, HashFunction {
    static let blockCount = 64
    static let digestCount = 32
    private var state = SHA256_CTX()

    /// Starts an empty message.
    public init() {
        precondition(SHA256_Init(&state) == 1)  // documented to succeed; so do Update and Final on a started state
    }

    /// The digest of `bytes`: 32 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] { digest(bytes) }

    /// The digest of a region of memory: 32 bytes.
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var function = SHA256()
        function.update(bytes)
        return function.finalize()
    }

    /// Appends a region of memory to the message.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(SHA256_Update(&state, bytes.baseAddress, bytes.count) == 1)
    }

    /// Appends `bytes` to the message.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The digest of all that was appended: 32 bytes.
    public consuming func finalize() -> [UInt8] { finish() }

    /// Writes the digest of all that was appended to the first 32 bytes of `output`.
    public consuming func finalize(into output: UnsafeMutableRawBufferPointer) {
        finish(into: output)
    }

    mutating func finish(into output: UnsafeMutableRawBufferPointer) {
        precondition(output.count >= Self.digestCount)
        precondition(SHA256_Final(output.baseAddress?.assumingMemoryBound(to: UInt8.self), &state) == 1)
    }
}
