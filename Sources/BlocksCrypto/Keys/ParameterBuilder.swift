// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Collects the parameters of a key in OpenSSL's terms (`OSSL_PARAM_BLD`).
final class ParameterBuilder {
    private let builder: OpaquePointer
    // The builder keeps pointers only: what they point to lives until the list is made.
    private var numbers: [OpaquePointer] = []
    private var blocks: [UnsafeMutableBufferPointer<UInt8>] = []

    init() throws(CryptoError) {
        guard let builder = OSSL_PARAM_BLD_new() else { throw .openSSL("key parameters") }
        self.builder = builder
    }

    deinit {
        numbers.forEach { BN_free($0) }
        blocks.forEach { $0.deallocate() }
        OSSL_PARAM_BLD_free(builder)
    }

    /// Adds an unsigned integer given in big-endian bytes.
    func integer(_ name: StaticString, _ bytes: [UInt8]) -> Bool {
        guard let count = Int32(exactly: bytes.count), let number = BN_bin2bn(bytes, count, nil) else { return false }
        numbers.append(number)
        return OSSL_PARAM_BLD_push_BN(builder, name.characters, number) == 1
    }

    /// Adds a text that lives as long as the program.
    func text(_ name: StaticString, _ value: StaticString) -> Bool {
        OSSL_PARAM_BLD_push_utf8_string(builder, name.characters, value.characters, 0) == 1
    }

    /// Adds a block of bytes.
    func octets(_ name: StaticString, _ bytes: [UInt8]) -> Bool {
        let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = block.initialize(from: bytes)
        blocks.append(block)
        return OSSL_PARAM_BLD_push_octet_string(builder, name.characters, block.baseAddress, block.count) == 1
    }

    /// The list, to be freed with `OSSL_PARAM_free`.
    func finish() -> UnsafeMutablePointer<OSSL_PARAM>? { OSSL_PARAM_BLD_to_param(builder) }
}

extension StaticString {
    fileprivate var characters: UnsafePointer<CChar> { UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self) }
}
