// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// Triggers around signing in.
extension LocalUserPool {
    /// Lets the application bring the user over, and refuse the sign-in before it begins.
    ///
    /// What the client sent with the start reaches both triggers as validation data.
    func admit(_ input: InitiateAuthInput) async throws(AWSError) {
        guard let identifier = input.parameters["USERNAME"]?.withExposed({ $0 }) else { return }
        if [.userPasswordAuth, .userAuth].contains(input.flow), let password = input.parameters["PASSWORD"] {
            // Else the application could be asked about any number of passwords.
            try checkAttempts(username(for: identifier) ?? identifier)
            await migrate(identifier, password, "Authentication", input.clientMetadata)
        }
        guard isHandled(.preAuthentication) else { return }
        let name = username(for: identifier)
        let user = name.flatMap { state.users[$0] }
        let request = PreAuthentication.Request(
            userAttributes: user.map(eventAttributes) ?? [:],
            validationData: input.clientMetadata.mapValues { Secret($0) }, userNotFound: user == nil)
        _ = try await ask(.preAuthentication, "Authentication", name ?? identifier, request, TriggerAcknowledgement())
    }

    /// Sends the messages of a step, and asks the application about a sign-in that has succeeded.
    ///
    /// The tokens are signed again with what it wants changed. When it refuses, the sign-in is ended: nobody has seen its tokens yet.
    func conclude(
        _ output: AuthOutput, _ occasion: String = "Authentication", _ metadata: [String: String] = [:]
    ) async throws(AWSError) -> AuthOutput {
        try await sendMessages("Authentication", metadata)
        guard case .tokens(let tokens) = output, let digest = tokens.refreshToken.map(TokenDigest.of),
            isHandled(.postAuthentication) || isHandled(.preTokenGeneration)
        else { return output }
        do throws(AWSError) {
            let (record, user) = try liveSignIn(digest)
            let request = PostAuthentication.Request(
                userAttributes: eventAttributes(user), newDeviceUsed: tokens.newDevice != nil,
                clientMetadata: metadata)
            _ = try await ask(
                .postAuthentication, "Authentication", record.username, request, TriggerAcknowledgement())
            return .tokens(try await changed(tokens, of: digest, occasion, metadata))
        } catch {
            try commit { $0.signIns[digest] = nil }
            throw error
        }
    }

    /// `tokens` with the claims that the application wants changed; as they are where it has no say.
    ///
    /// `digest` is that of the refresh token. The event is one of version 2.
    func changed(
        _ tokens: AuthTokens, of digest: String, _ occasion: String, _ metadata: [String: String] = [:]
    ) async throws(AWSError) -> AuthTokens {
        let (asked, before) = try liveSignIn(digest)
        let request = PreTokenGeneration.Request(
            userAttributes: eventAttributes(before),
            groupConfiguration: .init(groups: groupNames(of: asked.username)), scopes: [LocalTokenIssuer.scope],
            clientMetadata: metadata)
        let changes = try await ask(
            .preTokenGeneration, occasion, asked.username, request, PreTokenGeneration.Response())
        guard let changes else { return tokens }
        let (record, user) = try liveSignIn(digest)
        let signed = try issueTokens(for: record, user, changes)
        var tokens = tokens
        (tokens.idToken, tokens.accessToken, tokens.expiresIn) = (signed.idToken, signed.accessToken, signed.expiresIn)
        return tokens
    }

    /// What tokens are made for, after the answer to a challenge.
    static func occasion(after challenge: ChallengeName) -> String {
        switch challenge {
        case .newPasswordRequired: "NewPasswordChallenge"
        case .devicePasswordVerifier: "AuthenticateDevice"
        default: "Authentication"
        }
    }

    /// A sign-in that has not ended, by the digest of its refresh token, and its user.
    private func liveSignIn(_ digest: String) throws(AWSError) -> (SignInRecord, LocalUser) {
        guard let record = state.signIns[digest], let user = state.users[record.username],
            user.userSub == record.userSub
        else { throw .invalidRefreshToken }
        guard !user.disabled else { throw .userDisabled }
        return (record, user)
    }
}
