// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// Signing in with a code by e-mail and no password, by custom challenges: an example of triggers that work together.
///
/// `DEMO_CUSTOM_AUTH=1` switches it on. Each challenge is a fresh code to the user's verified address; after three wrong ones the
/// sign-in has failed. Names that are nobody's meet the same challenges, and get no message.
struct EmailCodeSignIn: Sendable {
    private static let challenge = "CUSTOM_CHALLENGE"
    /// Wrong codes after which a sign-in has failed.
    private static let tries = 3
    /// Eight digits: with three tries and Cognito's three minutes for each, a guess succeeds once in 33 million sign-ins.
    private static let codes: UInt32 = 100_000_000

    private let sender: OneTimeCodeSender
    private let random: SecureRandom

    /// Throws `ConfigurationError` where the platform has no way to send a code.
    init(_ platform: Platform) throws(ConfigurationError) {
        sender = try platform.service(OneTimeCodeSender.self)
        random = try platform.service(SecureRandom.self)
    }

    /// Registers the three triggers of custom challenges.
    func register(in app: AppBuilder) {
        app.onTrigger(.defineAuthChallenge) { define($0) }
        app.onTrigger(.createAuthChallenge) { try await create($0) }
        app.onTrigger(.verifyAuthChallengeResponse) { verify($0) }
    }

    private func define(_ event: TriggerEvent<DefineAuthChallenge>) -> DefineAuthChallenge.Response {
        var response = event.response
        let session = event.request.session
        // Any client can have Cognito begin with `SRP_A`, which is always met: only the code counts.
        if session.contains(where: { $0.challengeName != Self.challenge }) {
            response.fail()
        } else if session.last?.challengeResult == true, !event.request.userNotFound {
            response.succeed()
        } else if session.count >= Self.tries {
            response.fail()
        } else {
            response.pose(Self.challenge)
        }
        return response
    }

    private func create(_ event: TriggerEvent<CreateAuthChallenge>) async throws -> CreateAuthChallenge.Response {
        let digits = String(try random.uniform(below: Self.codes))
        let code = Secret(String(repeating: "0", count: 8 - digits.count) + digits)
        let attributes = event.request.userAttributes
        if let address = attributes["email"], attributes["email_verified"] == "true", let name = event.userName {
            try await sender.send(code, to: address, of: name)
        }
        var response = event.response
        // Not even the masked address: it would tell who exists. So would a sender that takes long: one for production puts the message
        // into a queue and returns.
        response.publicChallengeParameters = ["medium": "EMAIL", "try": "\(event.request.session.count + 1)"]
        response.privateChallengeParameters = ["code": code]
        response.challengeMetadata = "EMAIL_CODE"
        return response
    }

    private func verify(
        _ event: TriggerEvent<VerifyAuthChallengeResponse>
    ) -> VerifyAuthChallengeResponse.Response {
        var response = event.response
        response.answerCorrect =
            event.request.privateChallengeParameters["code"]?.withExposed { code in
                event.request.challengeAnswer.withExposed { constantTimeEquals(code, $0) }
            } ?? false
        return response
    }
}
