// SPDX-License-Identifier: Apache-2.0

/// The forms of one pool, built once from its options.
struct AuthForms: Sendable {
    /// The forms of `signedOut`.
    let signedOut: AuthState
    /// Whether the forms offer passkeys.
    let passkeys: Bool
    /// Whether signing in takes a password.
    let asksPassword: Bool
    /// Attribute names that the sign-up form may carry besides the standard ones, without prefix.
    let customAttributes: Set<String>

    init<Pool: UserPoolSchema>(_ options: AuthCognitoOptions<Pool>) {
        passkeys = options.enablePasskeys
        customAttributes = Set(options.effectiveCustomAttributes.map { $0.name })
        let username = Self.usernameField(options.effectiveSignInWith)
        let password = AuthField("password", "Password", .password)
        // The pool's own challenges take no password, unless it is proved first (decision 0010).
        asksPassword = options.authFlowType != .customAuth || options.customAuthStartsWithSRP
        var actions = [AuthAction("signIn", "Sign In", fields: asksPassword ? [username, password] : [username])]
        if options.enablePasskeys {
            // The reference shows a plain user-name field here even where users sign in with an address (known weakness M6).
            actions.append(AuthAction("signInWithPasskey", "Sign in with passkey", fields: [username]))
        }
        if options.selfSignUp {
            let fields = [username, password] + Self.signUpExtras(options, username)
            actions.append(AuthAction("signUp", "Create Account", fields: fields))
        }
        actions.append(AuthAction("resetPassword", "Forgot Password", fields: [username]))
        signedOut = AuthState(.signedOut, actions: actions)
    }

    private static func usernameField(_ names: [SignInName]) -> AuthField {
        switch (names.contains(.username), names.contains(.email), names.contains(.phone)) {
        case (false, true, false): AuthField("username", "Email", .email)
        case (false, false, true): AuthField("username", "Phone", .tel)
        default: AuthField("username", "Username", .text)
        }
    }

    /// Whether a sign-up form may carry the attribute `name`.
    func acceptsAttribute(_ name: String) -> Bool {
        let bare = name.hasPrefix(StandardAttribute.customPrefix) ? String(name.dropFirst(7)) : name
        return StandardAttribute(rawValue: name) != nil || customAttributes.contains(bare)
    }

    /// What sign-up asks for besides name and password (spec §3).
    ///
    /// Only a *required* declaration of `email` or `phone_number` stands in for the field that `signInWith` asks for
    /// (known weakness M5).
    private static func signUpExtras<Pool>(_ options: AuthCognitoOptions<Pool>, _ username: AuthField) -> [AuthField] {
        var required: [(name: String, isNumber: Bool)] = []
        for attribute in options.userAttributes where attribute.required {
            required.append((attribute.name, attribute.type == .number))
        }
        let names = options.effectiveSignInWith
        var fields: [AuthField] = []
        if names.contains(.email), username.type != .email, !required.contains(where: { $0.name == "email" }) {
            fields.append(AuthField("email", "Email", .email))
        }
        if names.contains(.phone), username.type != .tel, !required.contains(where: { $0.name == "phone_number" }) {
            fields.append(AuthField("phone_number", "Phone Number", .tel))
        }
        return fields
            + required.map { attribute in
                let kind: AuthField.Kind =
                    attribute.name == "email" ? .email : attribute.isNumber ? .number : .text
                return AuthField(attribute.name, humanised(attribute.name), kind)
            }
    }

    /// A label from an attribute's name: `phone_number` reads `Phone Number`, `employeeId` reads `EmployeeId`.
    static func humanised(_ name: String) -> String {
        let bare = name.hasPrefix(StandardAttribute.customPrefix) ? name.dropFirst(7) : name[...]
        return bare.split(separator: "_", omittingEmptySubsequences: false)
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined(separator: " ")
    }
}
