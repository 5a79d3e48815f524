// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto

/// Where a code would have gone for a name that has no account, in the shape in which Cognito masks addresses.
///
/// The letters follow from the name and the session secret: the same name always gets the same answer, and nobody without the secret can
/// tell it from a real one.
struct ResetDecoy: Sendable {
    let secret: SessionSecret
    let signInWith: [SignInName]

    /// The made-up delivery for `username`.
    func delivery(for username: String) -> CodeDeliveryDetails {
        // Cognito's pools know a user however the name is written.
        let username = username.lowercased()
        let noise = HMAC.sha256(Array(username.utf8), key: secret.key(.resetDecoy))
        if signInWith.contains(.phone), !signInWith.contains(.email) || username.hasPrefix("+") {
            return CodeDeliveryDetails(
                destination: "+*******" + phoneTail(username, noise), deliveryMedium: "SMS",
                attributeName: "phone_number")
        }
        return CodeDeliveryDetails(
            destination: maskedAddress(username, noise), deliveryMedium: "EMAIL", attributeName: "email")
    }

    /// `a***@e***`: from the address itself where the name is one, since the real answer would show it too.
    private func maskedAddress(_ username: String, _ noise: [UInt8]) -> String {
        let parts = username.split(separator: "@", maxSplits: 1)
        if parts.count == 2, let local = parts[0].first, let domain = parts[1].first {
            return "\(local)***@\(domain)***"
        }
        return "\(letter(noise, 0))***@\(letter(noise, 1))***"
    }

    private func phoneTail(_ username: String, _ noise: [UInt8]) -> String {
        let digits = username.filter { $0.isASCII && $0.isNumber }
        if username.hasPrefix("+"), digits.count >= 4 { return String(digits.suffix(4)) }
        return noise.prefix(4).map { String($0 % 10) }.joined()
    }

    private func letter(_ noise: [UInt8], _ index: Int) -> Character {
        let offset = noise.indices.contains(index) ? noise[index] % 26 : 0
        return Character(UnicodeScalar(UInt8(ascii: "a") + offset))
    }
}
