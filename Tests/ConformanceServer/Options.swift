// SPDX-License-Identifier: Apache-2.0

import BlocksAuthCognito
import BlocksCore

extension AuthCognitoOptions where Pool == OpenPool {
    /// Reads the reference's options, as `BB_AUTH_OPTIONS` holds them.
    ///
    /// Members that this program doesn't know are refused: a scenario that needs one must not pass by accident.
    init(json: JSONValue) throws {
        self.init()
        for (name, value) in json.object ?? [:] {
            switch name {
            case "passwordPolicy": passwordPolicy = PasswordRules(json: value)
            case "mfa": mfa = try value.choice(name)
            case "mfaTypes": mfaTypes = try value.choices(name)
            case "signInWith": signInWith = try value.choices(name)
            case "userAttributes": userAttributes = try value.list.map(UserAttributeOption.init(json:))
            case "selfSignUp": selfSignUp = value.bool ?? true
            case "sessionTtlSeconds": sessionTtlSeconds = Int64(value.int ?? 34_560_000)
            case "crossDomain": crossDomain = value.bool ?? false
            case "authFlowType": authFlowType = AuthFlowType(rawValue: value.string ?? "")
            case "preferredChallenge": preferredChallenge = try value.choice(name)
            case "customAuthStartsWithSRP": customAuthStartsWithSRP = value.bool ?? false
            case "deviceTracking":
                deviceTracking = DeviceTracking(
                    challengeRequiredOnNewDevice: value["challengeRequiredOnNewDevice"]?.bool ?? false,
                    deviceOnlyRememberedOnUserPrompt: value["deviceOnlyRememberedOnUserPrompt"]?.bool ?? false)
            case "threatProtection": threatProtection = value.bool ?? false
            case "enablePasskeys": enablePasskeys = value.bool ?? false
            case "webAuthnRelyingParty": webAuthnRelyingParty = try WebAuthnRelyingParty(json: value)
            case "groups": groups = value.list.map(GroupOption.init(json:))
            case "admin":
                admin = AdminOption(actions: try value["actions"]?.choices(name))
            default: throw SettingsError(description: "BB_AUTH_OPTIONS: '\(name)' is not an option of AuthCognito.")
            }
        }
    }
}

extension PasswordRules {
    fileprivate init(json: JSONValue) {
        self.init(
            minLength: json["minLength"]?.int ?? 8, requireUppercase: json["requireUppercase"]?.bool ?? true,
            requireLowercase: json["requireLowercase"]?.bool ?? true,
            requireDigits: json["requireDigits"]?.bool ?? true,
            requireSymbols: json["requireSymbols"]?.bool ?? true)
    }
}

extension UserAttributeOption where Pool == OpenPool {
    fileprivate init(json: JSONValue) throws {
        let name = json["name"]?.string ?? ""
        let required = json["required"]?.bool ?? false
        if let standard = StandardAttribute(rawValue: name) {
            self.init(standard: standard, required: required)
        } else {
            self.init(
                OpenPool.CustomAttribute(rawValue: name), type: try json["type"]?.choice("type") ?? .string,
                required: required,
                mutable: json["mutable"]?.bool ?? true)
        }
    }
}

extension GroupOption where Pool == OpenPool {
    fileprivate init(json: JSONValue) {
        self.init(
            OpenPool.Group(rawValue: json.string ?? json["name"]?.string ?? ""),
            description: json["description"]?.string,
            precedence: json["precedence"]?.int)
    }
}

extension WebAuthnRelyingParty {
    fileprivate init(json: JSONValue) throws {
        self.init(
            id: json["id"]?.string ?? "", origins: json["origins"]?.list.compactMap(\.string) ?? [],
            userVerification: try json["userVerification"]?.choice("userVerification") ?? .preferred)
    }
}

extension JSONValue {
    /// The elements; a single value counts as a list of one.
    fileprivate var list: [JSONValue] { array ?? [self] }

    /// The case whose raw value this text is.
    fileprivate func choice<Choice: RawRepresentable<String>>(_ name: String) throws -> Choice {
        guard let choice = string.flatMap(Choice.init(rawValue:)) else {
            throw SettingsError(description: "BB_AUTH_OPTIONS: '\(name)' has an unknown value.")
        }
        return choice
    }

    fileprivate func choices<Choice: RawRepresentable<String>>(_ name: String) throws -> [Choice] {
        try list.map { try $0.choice(name) }
    }
}
