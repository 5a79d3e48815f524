// SPDX-License-Identifier: Apache-2.0

/// An attestation object (WebAuthn §6.5).
struct Attestation: Sendable {
    /// The format of the statement, for example `none`.
    let format: String
    let statement: [CBORKey: CBORValue]
    let authenticatorData: [UInt8]

    /// Reads the whole of `bytes`; throws `malformed` for another form.
    init(_ bytes: [UInt8]) throws(WebAuthnError) {
        guard let members = try CBORReader.value(of: bytes).map, members.count == 3, let format = members["fmt"]?.text,
            let statement = members["attStmt"]?.map, let data = members["authData"]?.bytes
        else { throw .malformed("an attestation object lacks a member") }
        self.format = format
        self.statement = statement
        authenticatorData = data
    }

    /// Throws when `none` is not empty (§8.7) or self attestation is not the credential's own (§8.2).
    func check(_ key: COSEKey, over signed: [UInt8]) throws(WebAuthnError) {
        switch format {
        case "none":
            guard statement.isEmpty else { throw .malformed("attestation none has a statement") }
        case "packed" where statement["x5c"] == nil:
            guard statement["alg"]?.integer == key.algorithm, let signature = statement["sig"]?.bytes else {
                throw .malformed("self attestation is not of the credential's algorithm")
            }
            guard key.isValidSignature(signature, for: signed) else {
                throw WebAuthnError(.invalidSignature, "self attestation")
            }
        default: break
        }
    }
}
