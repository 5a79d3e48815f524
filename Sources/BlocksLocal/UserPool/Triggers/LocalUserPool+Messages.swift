// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// Messages in the application's words, or sent by it.
extension LocalUserPool {
    /// Tells of a code that counts from now on.
    ///
    /// Where the application words or sends messages, the code waits until ``sendMessages(_:_:)`` asks it, which every call does as soon
    /// as its part of the work on the state is done.
    func announce(_ issued: IssuedCode, to contact: Contact) {
        let asks = [TriggerName.customMessage, .customEmailSender, .customSMSSender].contains(where: isHandled)
        if asks { unsent.append(UnsentMessage(issued: issued, contact: contact)) } else { messages.announce(issued) }
    }

    /// Sends what waits, for the call that `occasion` names.
    ///
    /// Throws `UserLambdaValidationException` when the application refuses, and `InvalidLambdaResponseException` for a text without a place
    /// for the code or of more than Cognito's length; the code stays good, but nobody was told of it. Of several messages the others are sent all the same.
    func sendMessages(_ occasion: String, _ metadata: [String: String]) async throws(AWSError) {
        let waiting = unsent
        unsent = []
        var failure: AWSError?
        for message in waiting {
            guard let user = state.users[message.issued.username] else { continue }
            do throws(AWSError) {
                messages.announce(try await sent(message, user, occasion, metadata))
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    private func sent(
        _ message: UnsentMessage, _ user: LocalUser, _ occasion: String, _ metadata: [String: String]
    ) async throws(AWSError) -> IssuedCode {
        var issued = message.issued
        // A sender sends the message as it is: there is nothing left to word.
        if try await !send(message, user, occasion, metadata) {
            let worded = try await wording(message, user, occasion, metadata)
            (issued.subject, issued.message) = (worded?.subject, worded?.text)
        }
        return issued
    }

    private func send(
        _ message: UnsentMessage, _ user: LocalUser, _ occasion: String, _ metadata: [String: String]
    ) async throws(AWSError) -> Bool {
        func request(_ type: String) -> SenderRequest {
            SenderRequest(
                type: type, code: Secret(message.issued.code), userAttributes: eventAttributes(user),
                clientMetadata: metadata)
        }
        let name = message.issued.username
        if message.isText {
            let request = request("customSMSSenderRequestV1")
            return try await ask(.customSMSSender, occasion, name, request, TriggerAcknowledgement()) != nil
        }
        let request = request("customEmailSenderRequestV1")
        return try await ask(.customEmailSender, occasion, name, request, TriggerAcknowledgement()) != nil
    }

    private func wording(
        _ message: UnsentMessage, _ user: LocalUser, _ occasion: String, _ metadata: [String: String]
    ) async throws(AWSError) -> (subject: String?, text: String?)? {
        let request = CustomMessage.Request(
            userAttributes: eventAttributes(user), codeParameter: UnsentMessage.codeParameter, clientMetadata: metadata)
        let answer = try await ask(
            .customMessage, occasion, message.issued.username, request, CustomMessage.Response())
        guard let answer, let text = message.isText ? answer.smsMessage : answer.emailMessage else { return nil }
        guard text.contains(UnsentMessage.codeParameter) else {
            throw .lambdaResponse(.customMessage, "the message has no place for the code")
        }
        guard text.unicodeScalars.count <= (message.isText ? 140 : 20_000),
            (answer.emailSubject ?? "").unicodeScalars.count <= 140
        else { throw .lambdaResponse(.customMessage, "the message or its subject is too long") }
        let parts = text.split(separator: UnsentMessage.codeParameter, omittingEmptySubsequences: false)
        return (message.isText ? nil : answer.emailSubject, parts.joined(separator: message.issued.code))
    }
}

/// A code that counts, and that nobody was told of yet.
struct UnsentMessage: Sendable {
    /// What stands for the code in a message's text.
    static let codeParameter = "{####}"

    let issued: IssuedCode
    let contact: Contact

    /// Whether it goes by text message; everything else goes by e-mail.
    var isText: Bool { if case .phone = contact { true } else { false } }
}
