// SPDX-License-Identifier: Apache-2.0

import BlocksAuthCognito
import BlocksCore

/// Positional parameters handed to the method of the same name, with the request's context added.
extension ConformanceApp {
    typealias Auth = AuthCognito<OpenPool>

    @NamespaceBuilder static func signUpMethods(_ auth: Auth) -> [Method] {
        Method("signUp", "username", "password", "options") {
            (context, username: String, password: String, options: SignUpOptions<OpenPool>?) in
            try await auth.signUp(username, password, options: options ?? .init(), context: context)
        }
        Method("confirmSignUp", "username", "code") { (context, username: String, code: String) in
            try await auth.confirmSignUp(username, code, context: context)
        }
        Method("resendSignUpCode", "username") { (context, username: String) in
            try await auth.resendSignUpCode(username, context: context)
        }
    }

    @NamespaceBuilder static func signInMethods(_ auth: Auth) -> [Method] {
        Method("autoSignIn") { context in
            try await auth.autoSignIn(context)
        }
        Method("signIn", "username", "password", "options") {
            (context, username: String, password: String, options: SignInOptions?) in
            try await auth.signIn(username, password, context: context, options: options ?? .init())
        }
        Method("signOut", "options") { (context, options: SignOutOptions?) in
            try await auth.signOut(context, global: options?.global ?? false)
        }
        Method("resetPassword", "username") { (_, username: String) in
            try await auth.resetPassword(username)
        }
        Method("confirmResetPassword", "username", "code", "newPassword") {
            (_, username: String, code: String, newPassword: String) in
            try await auth.confirmResetPassword(username, code, newPassword)
        }
    }

    @NamespaceBuilder static func sessionMethods(_ auth: Auth) -> [Method] {
        Method("requireAuth") { context in try await auth.requireAuth(context) }
        Method("checkAuth") { context in try await auth.checkAuth(context) }
        Method("getCurrentUser") { context in try await auth.getCurrentUser(context) }
        Method("requireRole", "role") { (context, role: String) in
            try await auth.requireRole(context, .init(rawValue: role))
        }
        Method("fetchAuthSession", "options") { (context, options: FetchOptions?) in
            SessionAnswer(try await auth.fetchAuthSession(context, forceRefresh: options?.forceRefresh ?? false))
        }
        Method("requireRecentSignIn") { context in try await auth.requireRecentSignIn(context, within: 300) }
        Method("listSessions") { context in try await auth.listSessions(context) }
        Method("endSession", "id") { (context, id: String) in try await auth.endSession(context, id) }
        Method("endAllSessions", "options") { (context, options: EndOptions?) in
            try await auth.endAllSessions(context, exceptCurrent: options?.exceptCurrent ?? false)
        }
    }
}

/// The reference's options of `signOut`.
private struct SignOutOptions: Decodable, Sendable {
    let global: Bool?
}

/// The reference's options of `fetchAuthSession`.
private struct FetchOptions: Decodable, Sendable {
    let forceRefresh: Bool?
}

/// Which sessions `endAllSessions` leaves alone.
private struct EndOptions: Decodable, Sendable {
    let exceptCurrent: Bool?
}

/// `fetchAuthSession` as the contract wants it: nulls when signed out, and the raw tokens, which no other answer carries.
private struct SessionAnswer: Encodable {
    private let session: AuthSession

    init(_ session: AuthSession) {
        self.session = session
    }

    private enum CodingKeys: CodingKey { case tokens, userSub, idToken, accessToken, raw, payload, expiresAt }

    func encode(to encoder: any Encoder) throws {
        var answer = encoder.container(keyedBy: CodingKeys.self)
        try answer.encode(session.userSub, forKey: .userSub)
        guard let tokens = session.tokens else { return try answer.encodeNil(forKey: .tokens) }
        var pair = answer.nestedContainer(keyedBy: CodingKeys.self, forKey: .tokens)
        for (key, token) in [(CodingKeys.idToken, tokens.idToken), (.accessToken, tokens.accessToken)] {
            var part = pair.nestedContainer(keyedBy: CodingKeys.self, forKey: key)
            try token.raw.withExposed { raw in try part.encode(raw, forKey: .raw) }
            try part.encode(token.payload, forKey: .payload)
            try part.encode(token.expiresAt, forKey: .expiresAt)
        }
    }
}
