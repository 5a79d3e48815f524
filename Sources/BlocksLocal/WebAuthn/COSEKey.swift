// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto

/// A credential's public key (RFC 9052 §7, RFC 9053 §7.1, RFC 8230 §4).
enum COSEKey: Sendable, Equatable {
    case es256(P256PublicKey)
    case rs256(RSAPublicKey)

    /// The algorithms understood, most wanted first, by their COSE numbers.
    static let algorithms = [es256Algorithm, rs256Algorithm]
    private static let es256Algorithm: Int64 = -7
    private static let rs256Algorithm: Int64 = -257

    /// Reads a key, with the members that its kind has and no other (WebAuthn §6.5.1).
    ///
    /// Throws `unsupportedAlgorithm` for a key of another algorithm, `malformed` for what is no key.
    init(_ value: CBORValue) throws(WebAuthnError) {
        guard let members = value.map, let algorithm = members[3]?.integer, let type = members[1]?.integer else {
            throw .malformed("a COSE key lacks its type or algorithm")
        }
        do {
            switch algorithm {
            case Self.es256Algorithm:
                guard type == 2, members.count == 5, members[-1]?.integer == 1, let x = members[-2]?.bytes,
                    let y = members[-3]?.bytes
                else { throw WebAuthnError.malformed("an ES256 key is not an uncompressed point on P-256") }
                self = .es256(try P256PublicKey(x: x, y: y))
            case Self.rs256Algorithm:
                guard type == 3, members.count == 4, let modulus = members[-1]?.bytes, let exponent = members[-2]?.bytes
                else { throw WebAuthnError.malformed("an RS256 key is not a modulus and an exponent") }
                self = .rs256(try RSAPublicKey(modulus: modulus, exponent: exponent))
            default: throw WebAuthnError(.unsupportedAlgorithm, "COSE algorithm \(algorithm)")
            }
        } catch let error as WebAuthnError {
            throw error
        } catch {
            throw .malformed("a COSE key is not valid")
        }
    }

    /// The COSE number of the key's algorithm.
    var algorithm: Int64 {
        switch self {
        case .es256: Self.es256Algorithm
        case .rs256: Self.rs256Algorithm
        }
    }

    /// Whether `signature`, in WebAuthn's form (§6.5.5), is this key's over `message`.
    func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        switch self {
        case .es256(let key): key.isValidSignature(der: signature, for: message)
        case .rs256(let key): key.isValidSHA256Signature(signature, for: message)
        }
    }
}
