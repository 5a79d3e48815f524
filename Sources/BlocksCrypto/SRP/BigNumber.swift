// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// An integer of any size in OpenSSL's terms, wiped when it goes away.
///
/// Every number carries `BN_FLG_CONSTTIME`: whichever of them turns out to be secret, OpenSSL takes the path whose time and
/// memory accesses do not depend on its bits.
struct BigNumber: ~Copyable {
    private let pointer: OpaquePointer

    /// Zero.
    init() throws(CryptoError) { try self.init([]) }

    /// The unsigned integer that big-endian `bytes` spell; no bytes are zero.
    init(_ bytes: [UInt8]) throws(CryptoError) {
        try CryptoLibrary.initialise()
        guard let count = Int32(exactly: bytes.count) else { throw CryptoError(.invalidLength, "number") }
        guard let pointer = BN_bin2bn(bytes, count, nil) else { throw .openSSL("number") }
        BN_set_flags(pointer, BN_FLG_CONSTTIME)
        self.pointer = pointer
    }

    /// The unsigned integer that hexadecimal `text` spells, of `1...maximumDigits` digits in either case.
    ///
    /// Throws `invalidLength` for another length, `malformedInput` for anything but digits.
    init(hex text: String, maximumDigits: Int) throws(CryptoError) {
        guard (1...maximumDigits).contains(text.utf8.count) else {
            throw CryptoError(.invalidLength, "number's digits")
        }
        guard let bytes = Hex.decode(text.utf8.count.isMultiple(of: 2) ? text : "0" + text) else {
            throw CryptoError(.malformedInput, "number's digits")
        }
        try self.init(bytes)
    }

    deinit { BN_clear_free(pointer) }

    var isZero: Bool { BN_is_zero(pointer) == 1 }

    /// The magnitude in as few big-endian bytes as hold it; none for zero.
    var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: (Int(BN_num_bits(pointer)) + 7) / 8) { output, count in
            count = Int(BN_bn2bin(pointer, output.baseAddress))
        }
    }

    /// The magnitude in hexadecimal without leading zeros, as Cognito writes numbers.
    var hex: String {
        let text = Hex.encode(bytes)
        return text.isEmpty ? "0" : text.hasPrefix("0") ? String(text.dropFirst()) : text
    }
}

extension BigNumber {
    /// The sum.
    static func + (a: borrowing BigNumber, b: borrowing BigNumber) throws(CryptoError) -> BigNumber {
        let (a, b) = (a.pointer, b.pointer)
        return try result { sum, _ in BN_add(sum, a, b) }
    }

    /// The difference, which may be negative.
    static func - (a: borrowing BigNumber, b: borrowing BigNumber) throws(CryptoError) -> BigNumber {
        let (a, b) = (a.pointer, b.pointer)
        return try result { difference, _ in BN_sub(difference, a, b) }
    }

    /// The product.
    static func * (a: borrowing BigNumber, b: borrowing BigNumber) throws(CryptoError) -> BigNumber {
        let (a, b) = (a.pointer, b.pointer)
        return try result { BN_mul($0, a, b, $1) }
    }

    /// The remainder of the division by `modulus`, never negative; throws `libraryFailure` for the modulus zero.
    func modulo(_ modulus: borrowing BigNumber) throws(CryptoError) -> BigNumber {
        let (number, modulus) = (pointer, modulus.pointer)
        return try Self.result { BN_nnmod($0, number, modulus, $1) }
    }

    /// This number, not negative, to the power `exponent` modulo the odd `modulus`, in a time that the exponent's bits do
    /// not tell; throws `libraryFailure` for an even modulus.
    func power(_ exponent: borrowing BigNumber, modulo modulus: borrowing BigNumber) throws(CryptoError) -> BigNumber {
        let (base, exponent, modulus) = (pointer, exponent.pointer, modulus.pointer)
        return try Self.result { BN_mod_exp_mont_consttime($0, base, exponent, modulus, $1, nil) }
    }

    /// Runs `operation` on a new number and a context for temporary ones, which is wiped when freed.
    private static func result(
        _ operation: (OpaquePointer, OpaquePointer) -> Int32
    ) throws(CryptoError) -> BigNumber {
        let result = try BigNumber()
        guard let context = BN_CTX_new() else { throw .openSSL("arithmetic") }
        defer { BN_CTX_free(context) }
        guard operation(result.pointer, context) == 1 else { throw .openSSL("arithmetic") }
        return result
    }
}

extension BigNumber {
    /// The bytes that Cognito hashes for this number: two's complement, big-endian, as few as hold the sign.
    ///
    /// It is what Java's `BigInteger.toByteArray` gives: zero is one byte, and a number whose top bit is set gets a zero
    /// byte in front. AWS's clients call it the padded hexadecimal form.
    var paddedBytes: [UInt8] {
        get throws(CryptoError) {
            if BN_is_negative(pointer) == 0 {
                let bytes = bytes
                return bytes.first.map { $0 < 0x80 } == true ? bytes : [0] + bytes
            }
            // -n is the complement of n - 1.
            let bytes = try (BigNumber() - self - BigNumber([1])).bytes.map { ~$0 }
            return bytes.first.map { $0 >= 0x80 } == true ? bytes : [0xFF] + bytes
        }
    }
}
