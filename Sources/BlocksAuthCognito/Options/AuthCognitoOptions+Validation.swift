// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension AuthCognitoOptions {
    /// Throws a `ConfigurationError` that lists every mistake and what to change.
    func validate() throws(ConfigurationError) {
        var mistakes: [String] = []
        checkFlow(&mistakes)
        checkFactors(&mistakes)
        checkNames(&mistakes)
        checkPasskeys(&mistakes)
        checkLifetime(&mistakes)
        checkRecentSignIn(&mistakes)
        if !(0...SessionCache.longestSeconds).contains(sessionCacheSeconds) {
            mistakes.append("sessionCacheSeconds is \(sessionCacheSeconds); choose 1 to 60, or 0 for none.")
        }
        if !(6...99).contains(passwordPolicy.minLength) {
            mistakes.append("passwordPolicy.minLength is \(passwordPolicy.minLength); choose 6 to 99.")
        }
        if let period = refreshTokenRotation?.retryGracePeriodSeconds, !(0...60).contains(period) {
            mistakes.append("refreshTokenRotation.retryGracePeriodSeconds is \(period); choose 0 to 60.")
        }
        mistakes += attemptLimits?.mistakes ?? []
        if !(0...10).contains(trustedProxies) {
            mistakes.append("trustedProxies is \(trustedProxies); choose 0 to 10.")
        }
        if Set(signInWith).count != signInWith.count {
            mistakes.append("signInWith names something twice; name it once.")
        }
        if let actions = admin?.actions, actions.isEmpty {
            mistakes.append("admin.actions is empty; leave admin out, or name groups or lifecycle.")
        }
        for action in admin?.actions ?? [] where !Pool.AdminActions.granted.contains(action) {
            mistakes.append(
                "admin.actions opens \(action.rawValue), which \(Pool.self).AdminActions does not grant; change one of them."
            )
        }
        guard mistakes.isEmpty else { throw ConfigurationError("AuthCognito: " + mistakes.joined(separator: " ")) }
    }

    private func checkLifetime(_ mistakes: inout [String]) {
        for (name, seconds) in [("idleTimeout", idleTimeout), ("absoluteLifetime", absoluteLifetime)] {
            guard let seconds else { continue }
            // A hundred years: what is longer is meant as never, or as milliseconds.
            if !(60...3_155_760_000).contains(seconds) {
                mistakes.append("\(name) is \(seconds); choose 60 seconds or more, or leave it out for never.")
            }
            if sessionFormat == .compatible {
                mistakes.append("\(name) needs sessionFormat sealed: the reference's records hold no times.")
            }
        }
    }

    private func checkRecentSignIn(_ mistakes: inout [String]) {
        guard let seconds = recentSignInForChanges, !(60...3_155_760_000).contains(seconds) else { return }
        mistakes.append("recentSignInForChanges is \(seconds); choose 60 seconds or more, or leave it out.")
    }

    private func checkFlow(_ mistakes: inout [String]) {
        guard AuthFlowType.known.contains(authFlowType) else {
            mistakes.append(
                "authFlowType '\(authFlowType.rawValue)' is not supported; use one of "
                    + AuthFlowType.known.map(\.rawValue).joined(separator: ", ") + ".")
            return
        }
        if customAuthStartsWithSRP, authFlowType != .customAuth {
            mistakes.append(
                "customAuthStartsWithSRP needs authFlowType CUSTOM_AUTH; set it, or leave customAuthStartsWithSRP out.")
        }
        if deviceTracking != nil, authFlowType == .userPasswordAuth || authFlowType == .customAuth,
            !customAuthStartsWithSRP
        {
            mistakes.append(
                "deviceTracking needs authFlowType USER_SRP_AUTH, or CUSTOM_AUTH with customAuthStartsWithSRP, since Cognito tracks "
                    + "devices only where the password is proved by SRP; change the flow, or leave deviceTracking out.")
        }
        if let preferredChallenge, authFlowType != .userAuth {
            mistakes.append(
                "preferredChallenge \(preferredChallenge.rawValue) needs authFlowType USER_AUTH; set it, or leave the preference out."
            )
        }
    }

    private func checkFactors(_ mistakes: inout [String]) {
        for factor in effectiveFactors where StandardFactor(rawValue: factor) == nil {
            mistakes.append("The factor '\(factor)' doesn't exist; its raw value must be SMS, TOTP or EMAIL.")
        }
        if mfa == .required, effectiveFactors.isEmpty {
            mistakes.append("mfa is required but mfaTypes is empty; name at least one factor.")
        }
        if Set(effectiveFactors).count != effectiveFactors.count {
            mistakes.append("mfaTypes names a factor twice; name it once.")
        }
    }

    private func checkNames(_ mistakes: inout [String]) {
        // Closures, not key paths: those would be looked up by name at each start.
        let options = effectiveGroups
        let groupNames = options.map { $0.group.rawValue }
        for name in groupNames
        where !(1...128).contains(name.unicodeScalars.count) || name.contains(where: { $0.isWhitespace }) {
            mistakes.append("The group \(name.debugDescription) needs 1 to 128 characters without blanks.")
        }
        for group in options where (group.precedence ?? 0) < 0 {
            mistakes.append("The precedence of group '\(group.group.rawValue)' is negative; use 0 or more.")
        }
        for name in duplicates(groupNames) + duplicates(groups.map { $0.group.rawValue }) {
            mistakes.append("The group '\(name)' is listed twice; list it once.")
        }
        let custom = effectiveCustomAttributes.map { $0.name }
        for name in custom where !(1...20).contains(name.unicodeScalars.count) || name.hasPrefix("custom:") {
            mistakes.append(
                "The custom attribute \(name.debugDescription) needs 1 to 20 characters, without 'custom:'.")
        }
        for name in custom where StandardAttribute(rawValue: name) != nil || name == "sub" {
            mistakes.append("'\(name)' is a standard attribute; declare it with UserAttributeOption(standard:).")
        }
        for name in duplicates(userAttributes.map { $0.name }) {
            mistakes.append("The attribute '\(name)' is listed twice; list it once.")
        }
        if custom.count > 50 { mistakes.append("\(custom.count) custom attributes; Cognito allows 50.") }
    }

    private func checkPasskeys(_ mistakes: inout [String]) {
        if enablePasskeys, authFlowType != .userAuth {
            mistakes.append("enablePasskeys needs authFlowType USER_AUTH; set it, or leave passkeys out.")
        }
        guard let party = webAuthnRelyingParty else { return }
        if party.id.isEmpty || party.id.contains(where: { "/:@ ".contains($0) }) {
            mistakes.append("webAuthnRelyingParty.id must be a host name without scheme, port or path.")
        }
        if party.origins.isEmpty { mistakes.append("webAuthnRelyingParty.origins is empty; name the pages' origins.") }
        for origin in party.origins where !isOrigin(origin, of: party.id) {
            mistakes.append(
                "webAuthnRelyingParty.origins: '\(origin)' must be https (http only for localhost), without a path, "
                    + "and its host must be '\(party.id)' or end in '.\(party.id)'.")
        }
    }

    private func isOrigin(_ origin: String, of id: String) -> Bool {
        let isSecure = origin.hasPrefix("https://")
        guard isSecure || origin.hasPrefix("http://") else { return false }
        let authority = origin.dropFirst(isSecure ? 8 : 7)
        let host = String(authority.prefix { $0 != ":" })
        guard !authority.includes("/"), isSecure || host == "localhost" else { return false }
        return host == id || host.hasSuffix("." + id)
    }

    private func duplicates(_ names: [String]) -> [String] {
        var (seen, twice): (Set<String>, [String]) = ([], [])
        for name in names where !seen.insert(name).inserted { twice.append(name) }
        return twice
    }
}
