// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// An OpenSSL key for the length of one operation.
///
/// Keys are kept as bytes and turned into one of these when used: a handle is not `Sendable`, and making it costs a few
/// microseconds beside the tens or hundreds of the operation.
struct KeyHandle: ~Copyable {
    let pointer: OpaquePointer

    /// Takes over `pointer`, which it frees.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { EVP_PKEY_free(pointer) }

    /// Makes a public key of `type` from parameters, which OpenSSL checks (a point, for example, for being on its curve).
    init(
        publicKeyOf type: String, _ parameters: (ParameterBuilder) -> Bool
    ) throws(CryptoError) {
        try CryptoLibrary.initialise()
        let builder = try ParameterBuilder()
        guard parameters(builder), let list = builder.finish() else { throw .openSSL("\(type) key parameters") }
        defer { OSSL_PARAM_free(list) }
        guard let context = EVP_PKEY_CTX_new_from_name(nil, type, nil) else { throw .openSSL("\(type) key") }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_fromdata_init(context) == 1,
            EVP_PKEY_fromdata(context, &key, Int32(BLOCKS_PUBLIC_KEY), list) == 1, let key
        else { throw .openSSL("\(type) key", .invalidKey) }
        pointer = key
    }

    /// Whether `signature` is this key's over the SHA-256 digest of `message`.
    func isValidSHA256(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let context = EVP_MD_CTX_new() else { return false }
        defer {
            EVP_MD_CTX_free(context)
            CryptoError.discardOpenSSLErrors()
        }
        return EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, pointer) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    /// The signature of this private key over the SHA-256 digest of `message`.
    func signSHA256(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw .openSSL("signature") }
        defer { EVP_MD_CTX_free(context) }
        var count = 0
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, pointer) == 1,
            EVP_DigestSign(context, nil, &count, message, message.count) == 1
        else { throw .openSSL("signature") }
        var signature = [UInt8](repeating: 0, count: count)
        guard EVP_DigestSign(context, &signature, &count, message, message.count) == 1, count <= signature.count else {
            throw .openSSL("signature")
        }
        return Array(signature.prefix(count))
    }

    /// The integer parameter `name` in big-endian bytes.
    func integer(_ name: String) throws(CryptoError) -> [UInt8] {
        var number: OpaquePointer?
        guard EVP_PKEY_get_bn_param(pointer, name, &number) == 1, let number else { throw .openSSL("key parameter") }
        defer { BN_free(number) }
        var bytes = [UInt8](repeating: 0, count: (Int(BN_num_bits(number)) + 7) / 8)
        guard Int(BN_bn2bin(number, &bytes)) == bytes.count else { throw .openSSL("key parameter") }
        return bytes
    }
}
