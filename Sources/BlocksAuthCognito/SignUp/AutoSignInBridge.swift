// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// What carries a sign-up over to the sign-in that follows its confirmation, sealed in a cookie for a quarter of an hour.
///
/// Cookie value: `<iv>.<ciphertext>.<tag>.<mac>`, AES-256-GCM, then HMAC-SHA256 over the text of the first three
/// (spec auth-cookies-and-sessions §7).
struct AutoSignInBridge: Sendable {
    /// How long it is good for, in seconds.
    static let lifetimeSeconds: Int64 = 900

    /// The name that signed up.
    let username: String
    /// The password; `nil` where Cognito's handle makes it unnecessary (known weakness S8).
    let password: Secret<String>?
    /// Cognito's handle of the sign-up; `nil` when it gave none.
    let cognitoSession: Secret<String>?
    /// When it ends.
    let expires: Timestamp

    /// The size that payloads are filled up to where their length must tell nothing, in bytes: enough for Cognito's longest handle.
    static let filledSize = 2560

    /// The cookie value, of one length for all contents if `filled`.
    func sealed(with secret: SessionSecret, random: SecureRandom, filled: Bool = false) throws -> String {
        var payload: JSONObject = ["username": .string(username)]
        password?.withExposed { payload["password"] = .string($0) }
        cognitoSession?.withExposed { payload["cognitoSession"] = .string($0) }
        payload["exp"] = .number(JSONNumber(expires.milliseconds))
        var text = try JSONCoding.encode(JSONValue.object(payload))
        if filled, text.count < Self.filledSize {
            text += [UInt8](repeating: UInt8(ascii: " "), count: Self.filledSize - text.count)
        }
        let box = try AESGCM.seal(text, key: secret.bridgeEncryption, random: random)
        let parts = [box.nonce, box.ciphertext, box.tag].map { Base64URL.encode($0) }.joined(separator: ".")
        return parts + "." + SessionSecret.mac(parts, secret.bridgeAuthentication)
    }

    /// Opens a cookie value; `nil` when it was tampered with, is malformed, or ended before `now`.
    init?(sealed text: String, secret: SessionSecret, now: Timestamp) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let signed = parts[..<3].joined(separator: ".")
        guard constantTimeEquals(String(parts[3]), SessionSecret.mac(signed, secret.bridgeAuthentication)),
            let nonce = Base64URL.decode(String(parts[0])), let ciphertext = Base64URL.decode(String(parts[1])),
            let tag = Base64URL.decode(String(parts[2])),
            let box = try? AESGCM.SealedBox(nonce: nonce, ciphertext: ciphertext, tag: tag),
            let plaintext = try? AESGCM.open(box, key: secret.bridgeEncryption)
        else { return nil }
        self.init(payload: plaintext, now: now)
    }

    private init?(payload: [UInt8], now: Timestamp) {
        guard let object = try? JSONValue(parsing: payload).object, let username = object["username"]?.string,
            let milliseconds = object["exp"]?.double.flatMap({ Int64(exactly: $0.rounded(.down)) })
        else { return nil }
        let expires = Timestamp(milliseconds: milliseconds)
        guard now <= expires else { return nil }
        self.init(
            username: username, password: object["password"]?.string.map { Secret($0) },
            cognitoSession: object["cognitoSession"]?.string.map { Secret($0) }, expires: expires)
    }

    /// A bridge of the given parts.
    init(username: String, password: Secret<String>?, cognitoSession: Secret<String>?, expires: Timestamp) {
        self.username = username
        self.password = password
        self.cognitoSession = cognitoSession
        self.expires = expires
    }
}
