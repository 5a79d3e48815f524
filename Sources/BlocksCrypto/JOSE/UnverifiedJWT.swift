// SPDX-License-Identifier: Apache-2.0

/// A signed token in compact form, taken apart, of which nothing is trusted yet (RFC 7515 §3.1, RFC 7519).
///
/// Header and payload are handed out as bytes: who reads them before the signature was checked has to mean it.
public struct UnverifiedJWT: Sendable {
    /// The longest token that is taken apart, in bytes.
    public static let maximumCount = 16 * 1024

    /// The decoded header, UTF-8 JSON if it is honest.
    public let headerBytes: [UInt8]
    /// The decoded payload, UTF-8 JSON if it is honest.
    public let payloadBytes: [UInt8]
    /// The decoded signature.
    public let signature: [UInt8]
    /// What was signed: the first two parts as they were sent, with the dot between them (§5.1).
    public let signingInput: [UInt8]

    /// Takes `compact` apart: exactly three parts, each strict base64url, header and signature not empty.
    ///
    /// Without a signature it is an unsecured token (RFC 7519 §6), which never gets as far as a key.
    /// Throws `invalidLength` above ``maximumCount`` bytes, `malformedInput` for any other form.
    public init(_ compact: String) throws(CryptoError) {
        let text = Array(compact.utf8)
        guard text.count <= Self.maximumCount else { throw CryptoError(.invalidLength, "token longer than 16 KiB") }
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, !parts[2].isEmpty, let header = Base64URL.decode(parts[0]),
            let payload = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2])
        else { throw CryptoError(.malformedInput, "not a compact token of three parts") }
        headerBytes = header
        payloadBytes = payload
        self.signature = signature
        signingInput = Array(text[..<parts[1].endIndex])
    }

    /// Whether ``signature`` is the RS256 signature of `key` over ``signingInput`` (RFC 7518 §3.3).
    public func hasValidRS256Signature(of key: RSAPublicKey) -> Bool {
        key.isValidSHA256Signature(signature, for: signingInput)
    }
}

extension UnverifiedJWT: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A fixed text: a token is a credential.
    public var description: String { "UnverifiedJWT([redacted])" }
    /// A fixed text: a token is a credential.
    public var debugDescription: String { description }
    /// No children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
