// SPDX-License-Identifier: Apache-2.0

/// What becomes of one second factor.
public enum MFASetting: String, Sendable, Hashable, CaseIterable, Decodable {
    /// It is not asked for.
    case disabled = "DISABLED"
    /// It may be asked for.
    case enabled = "ENABLED"
    /// It may be asked for, but not first.
    case notPreferred = "NOT_PREFERRED"
    /// It is asked for first; at most one factor can be.
    case preferred = "PREFERRED"
}

/// A change of the user's second factors; factors that are not named stay as they are.
public struct MFAPreferenceChange<Pool: UserPoolSchema>: Sendable, ExpressibleByDictionaryLiteral, Decodable {
    /// The settings by factor.
    public var settings: [Pool.Factor: MFASetting]

    /// The change `elements`; of a factor that is named twice the last setting counts.
    public init(dictionaryLiteral elements: (Pool.Factor, MFASetting)...) {
        settings = Dictionary(elements) { $1 }
    }

    /// Reads `{sms?, totp?, email?}`; a factor that the pool does not offer is refused.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyCodingKey.self)
        settings = [:]
        for key in container.allKeys where try !container.decodeNil(forKey: key) {
            guard ["sms", "totp", "email"].contains(key.stringValue) else { continue }
            guard let factor = Pool.Factor(rawValue: key.stringValue.uppercased()) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "The pool does not offer this factor.")
            }
            settings[factor] = try container.decode(MFASetting.self, forKey: key)
        }
    }
}

/// The user's second factors.
public struct MFAPreference: Sendable, Equatable, Encodable {
    /// The one that is asked for first, `SMS`, `TOTP` or `EMAIL`; `nil` for none.
    public let preferred: String?
    /// Those that are enabled, in Cognito's order.
    public let enabled: [String]
}
