// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// One run of AES-GCM in OpenSSL's terms, in the order of its calls: tag expected, data authenticated, text, finish, tag.
struct CipherContext: ~Copyable {
    enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    private let context: OpaquePointer

    private init() throws(CryptoError) {
        guard let context = EVP_CIPHER_CTX_new() else { throw .openSSL("AES-GCM context") }
        self.context = context
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    static func start(_ direction: Direction, key: SymmetricKey, nonce: [UInt8]) throws(CryptoError) -> CipherContext {
        try CryptoLibrary.initialise()
        let cipher: OpaquePointer? =
            switch key.count {
            case 16: EVP_aes_128_gcm()
            case 24: EVP_aes_192_gcm()
            case 32: EVP_aes_256_gcm()
            default: throw CryptoError(.invalidKey, "AES keys have 16, 24 or 32 bytes")
            }
        guard (1...128).contains(nonce.count) else { throw CryptoError(.invalidLength, "AES-GCM nonce") }

        // The cipher first, then the nonce's length, then key and nonce: the length decides how the nonce is read.
        let run = try CipherContext()
        let context = run.context
        let isStarted =
            EVP_CipherInit_ex(context, cipher, nil, nil, nil, direction.rawValue) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(nonce.count), nil) == 1
            && key.withBytes { EVP_CipherInit_ex(context, nil, nil, $0, nonce, direction.rawValue) == 1 }
        guard isStarted else { throw .openSSL("AES-GCM start") }
        return run
    }

    func expect(tag: [UInt8]) throws(CryptoError) {
        var tag = tag
        guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1 else {
            throw .openSSL("AES-GCM tag")
        }
    }

    func authenticate(_ data: [UInt8]) throws(CryptoError) {
        if data.isEmpty { return }
        guard let length = Int32(exactly: data.count) else { throw CryptoError(.invalidLength, "additional data") }
        var written: Int32 = 0
        guard EVP_CipherUpdate(context, nil, &written, data, length) == 1 else { throw .openSSL("AES-GCM data") }
    }

    func update(_ input: [UInt8]) throws(CryptoError) -> [UInt8] {
        if input.isEmpty { return [] }
        guard let length = Int32(exactly: input.count) else { throw CryptoError(.invalidLength, "text") }
        var output = [UInt8](repeating: 0, count: input.count)
        var written: Int32 = 0
        // GCM is a stream: what goes in comes out at once.
        guard EVP_CipherUpdate(context, &output, &written, input, length) == 1, written == length else {
            throw .openSSL("AES-GCM text")
        }
        return output
    }

    /// Ends the run; when decrypting, `false` means that the tag did not match.
    func finish() -> Bool {
        var nothing: [UInt8] = [0]
        var written: Int32 = 0
        return EVP_CipherFinal_ex(context, &nothing, &written) == 1
    }

    func tag() throws(CryptoError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: AESGCM.tagCount)
        guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1 else {
            throw .openSSL("AES-GCM tag")
        }
        return tag
    }
}
