// SPDX-License-Identifier: Apache-2.0

import BlocksAuthCognito
import BlocksCore

/// How the example signs users in, by `DEMO_…` variables; without any it is a password and nothing else.
///
/// | Variable | Values |
/// |---|---|
/// | `DEMO_AUTH_FLOW` | `USER_PASSWORD_AUTH`, `USER_AUTH`, `USER_SRP_AUTH`, … |
/// | `DEMO_PREFERRED_CHALLENGE` | what `USER_AUTH` tries first: `PASSWORD`, `PASSWORD_SRP`, `EMAIL_OTP`, … |
/// | `DEMO_MFA` | `off`, `optional`, `required` |
/// | `DEMO_MFA_TYPES` | `SMS`, `TOTP`, `EMAIL`, joined with commas |
/// | `DEMO_DEVICES` | `remembered`: at each sign-in, and spared the second factor at the next; by SRP unless a flow is given |
/// | `DEMO_PASSKEYS` | `1`: for pages of this machine, with `USER_AUTH`; only there |
/// | `DEMO_CUSTOM_AUTH` | `1`: a code by e-mail and no password, by triggers; where the platform can send one |
/// | `DEMO_EVENT_SOURCES` | `1`: queues, streams, WebSockets and so on have handlers, see ``EventSources`` |
/// | `DEMO_INVITATIONS` | `1`: anyone may invite users; only on a developer's machine |
struct DemoOptions {
    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    /// Whether users sign in as ``EmailCodeSignIn`` has it.
    var signsInByCode: Bool { variable("DEMO_CUSTOM_AUTH") == "1" }

    /// Whether ``EventSources`` are handled.
    var handlesEvents: Bool { variable("DEMO_EVENT_SOURCES") == "1" }

    /// Whether `invitations.invite` is there.
    var offersInvitations: Bool { platform.isLocal && variable("DEMO_INVITATIONS") == "1" }

    /// The options of the auth block; throws `ConfigurationError` naming a variable that makes no sense.
    func auth() throws(ConfigurationError) -> AuthCognitoOptions<Pool> {
        var options = AuthCognitoOptions<Pool>()
        if let flow = variable("DEMO_AUTH_FLOW") { options.authFlowType = AuthFlowType(rawValue: flow) }
        if let challenge = variable("DEMO_PREFERRED_CHALLENGE") {
            options.preferredChallenge = try Self.known(
                PreferredChallenge(rawValue: challenge), "DEMO_PREFERRED_CHALLENGE", challenge)
        }
        if signsInByCode { options.authFlowType = .customAuth }
        options.mfa =
            try variable("DEMO_MFA").map { text throws(ConfigurationError) in
                try Self.known(MFAMode(rawValue: text), "DEMO_MFA", text)
            } ?? .off
        if let types = variable("DEMO_MFA_TYPES") {
            var factors: [StandardFactor] = []
            for type in types.split(separator: ",") {
                factors.append(try Self.known(StandardFactor(rawValue: String(type)), "DEMO_MFA_TYPES", String(type)))
            }
            options.mfaTypes = factors
        }
        if variable("DEMO_PASSKEYS") == "1" { options.enablePasskeys = true }
        if variable("DEMO_DEVICES") == "remembered" {
            options.deviceTracking = DeviceTracking(challengeRequiredOnNewDevice: true)
            if variable("DEMO_AUTH_FLOW") == nil, !signsInByCode { options.authFlowType = .userSRPAuth }
        }
        if offersInvitations { options.admin = AdminOption(actions: [.lifecycle]) }
        return options
    }

    private func variable(_ name: String) -> String? {
        platform.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func known<Value>(_ value: Value?, _ name: String, _ text: String) throws(ConfigurationError)
        -> Value
    {
        guard let value else { throw ConfigurationError("\(name) can't be '\(text)'.", setting: name) }
        return value
    }
}
