// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Logging

/// The pool asks the application at the points at which Cognito invokes a Lambda function.
extension LocalUserPool {
    /// Whether the application answers the trigger.
    func isHandled(_ name: TriggerName) -> Bool { settings.triggers.current.isHandled(name) }

    /// The answer of the application's handler; `nil` when it has none.
    ///
    /// Other calls go on while the handler works: whoever asks looks at the state again afterwards. `occasion` is the second half of the
    /// event's source. Throws `UserLambdaValidationException` when the handler refuses or fails.
    func ask<Kind: UserPoolTriggerKind>(
        _ trigger: UserPoolTrigger<Kind>, _ occasion: String, _ name: String?, _ request: Kind.Request,
        _ response: Kind.Response
    ) async throws(AWSError) -> Kind.Response? {
        let triggers = settings.triggers.current
        guard triggers.isHandled(Kind.name) else { return nil }
        let event = TriggerEvent<Kind>(
            source: "\(Kind.name.rawValue)_\(occasion)", userPoolID: pool.userPoolID, region: pool.region,
            userName: name, clientID: pool.clientID, request: request, response: response)
        do throws(TriggerError) {
            return try await Self.answer(event, triggers, settings.logger)
        } catch {
            throw .lambdaRefusal(Kind.name, error.message)
        }
    }

    /// The attributes of a user as triggers see them.
    func eventAttributes(_ user: LocalUser) -> [String: String] {
        var attributes = user.attributes
        attributes["sub"] = user.userSub
        attributes["cognito:user_status"] = user.status
        for address in ["email", "phone_number"] where attributes[address] != nil {
            attributes[address + "_verified"] = user.isVerified(address) ? "true" : "false"
        }
        return attributes
    }

    /// The handler works where other requests do, not on the pool's thread.
    @concurrent private nonisolated static func answer<Kind: UserPoolTriggerKind>(
        _ event: TriggerEvent<Kind>, _ triggers: UserPoolTriggers, _ logger: Logger
    ) async throws(TriggerError) -> Kind.Response? {
        try await triggers.answer(to: event, logger: logger)
    }
}

extension LocalUser {
    /// The status in Cognito's words.
    var status: String {
        if mustReset { return "RESET_REQUIRED" }
        if hasTemporaryPassword { return "FORCE_CHANGE_PASSWORD" }
        return confirmed ? "CONFIRMED" : "UNCONFIRMED"
    }
}

extension AWSError {
    /// A trigger's handler refused, in Cognito's words.
    static func lambdaRefusal(_ name: TriggerName, _ message: String) -> AWSError {
        AWSError(
            name: "UserLambdaValidationException", message: "\(name.displayName) failed with error \(message).",
            status: 400, kind: .service)
    }

    /// A trigger's handler answered what the pool can't use.
    static func lambdaResponse(_ name: TriggerName, _ problem: String) -> AWSError {
        AWSError(
            name: "InvalidLambdaResponseException",
            message: "Unrecognizable lambda output of \(name.displayName): \(problem)", status: 400, kind: .service)
    }
}
