// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// What a browser says about the page that asked for a credential (WebAuthn §5.8.1).
struct ClientData: Sendable, Equatable {
    /// Which of the two ceremonies the client performed.
    enum Ceremony: String, Sendable {
        case registration = "webauthn.create"
        case assertion = "webauthn.get"
    }

    /// A ceremony's wire name.
    let type: String
    /// The bytes that were signed for.
    let challenge: [UInt8]
    /// The page's origin, for example `https://example.org`.
    let origin: String
    /// Whether the page stands inside a page of another origin.
    let isCrossOrigin: Bool
    /// The origin of the outermost page, where the browser tells.
    let topOrigin: String?

    /// Reads the JSON text that was hashed and signed; members that are not known are ignored, as the specification asks.
    ///
    /// Throws `malformed` for another form.
    init(_ json: [UInt8]) throws(WebAuthnError) {
        let root: JSONView
        do {
            root = try JSONDocument(json, limits: JSONLimits(maximumDepth: 8, maximumBytes: 16 * 1024)).root
        } catch {
            throw .malformed("client data are no JSON")
        }
        guard let type = root["type"]?.string, let origin = root["origin"]?.string,
            let challenge = root["challenge"]?.string.flatMap({ Base64URL.decode($0) })
        else { throw .malformed("client data lack a member") }
        let (crossOrigin, topOrigin) = (root["crossOrigin"], root["topOrigin"])
        guard crossOrigin == nil || crossOrigin?.bool != nil, topOrigin == nil || topOrigin?.string != nil else {
            throw .malformed("client data have a member of another kind")
        }
        self.type = type
        self.challenge = challenge
        self.origin = origin
        isCrossOrigin = crossOrigin?.bool ?? false
        self.topOrigin = topOrigin?.string
    }

    /// Throws unless a page of `relyingParty` performed `ceremony` for `challenge`.
    func check(
        _ ceremony: Ceremony, _ challenge: PasskeyChallenge, of relyingParty: RelyingParty
    ) throws(WebAuthnError) {
        guard type == ceremony.rawValue else { throw WebAuthnError(.wrongCeremony, "type of client data") }
        guard challenge.matches(self.challenge) else { throw WebAuthnError(.wrongChallenge, "challenge") }
        guard relyingParty.allows(origin: origin) else { throw WebAuthnError(.originNotAllowed, "origin") }
        guard isCrossOrigin || topOrigin != nil else { return }
        guard relyingParty.allows(topOrigin: topOrigin) else { throw WebAuthnError(.originNotAllowed, "top origin") }
    }
}
