// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksLambda
import BlocksLocal

/// Sends events to the handler one after the other, as one browser would: cookies and the answer before carry over.
struct EventRunner {
    private let app: LocalApp
    private let checksExpectations: Bool
    private var jar = CookieJar()
    private var lastBody: JSONValue?
    private var captures: [String: String] = [:]
    /// A browser with one passkey, on a page of this machine.
    private let authenticator = try? SoftwareAuthenticator(origin: "http://localhost:3000")

    init(app: LocalApp, checksExpectations: Bool) {
        self.app = app
        self.checksExpectations = checksExpectations
    }

    /// Fills in placeholders and cookies, sends the event and compares the answer.
    ///
    /// Throws when the event can't be sent or the handler's answer is none; an answer that is not as expected is an outcome.
    mutating func run(_ file: EventFile) async throws -> EventOutcome {
        do {
            let placeholders = Placeholders(
                code: app.newestCode, jar: jar, body: lastBody, captures: captures, authenticator: authenticator)
            let sent = EventFile(
                path: file.path, event: EventCookies.adding(jar, to: try placeholders.fill(file.event)))
            let reply = try await send(sent)
            for cookie in reply.cookies.compactMap(ReceivedCookie.init) { jar.receive(cookie) }
            lastBody = reply.json
            var mismatches: [Mismatch]?
            if let path = file.expectationPath {
                let expectation = try Expectation(path: path)
                captures.merge(expectation.captures(from: reply)) { $1 }
                if checksExpectations { mismatches = expectation.mismatches(in: reply) }
            }
            return EventOutcome(file: sent, reply: reply, mismatches: mismatches)
        } catch let error as ToolError {
            throw ToolError(error.code, "\(file.path): \(error.description)")
        } catch {
            let hint = ". `blocks events generate --help` lists the shapes that the handler takes."
            let isUnknown = file.shape == .other && (error as? LambdaError)?.code == .unsupportedEvent
            throw ToolError(.event, "\(file.path): \(error)\(isUnknown ? hint : "")")
        }
    }

    /// The answer: to a request the one that a client gets, to anything else the reply itself, or what Lambda tells of a failure.
    private func send(_ file: EventFile) async throws -> GatewayReply {
        let event = file.event.encoded()
        guard !file.isRequest else { return try GatewayReply(parsing: await app.reply(to: event)) }
        do {
            return GatewayReply(status: 200, headers: [], body: try await app.reply(to: event))
        } catch let error as LambdaError where error.code != .unsupportedEvent && error.code != .malformedEvent {
            let body: JSONValue = ["errorType": .string(error.code.rawValue), "errorMessage": .string(error.message)]
            return GatewayReply(status: 500, headers: [], body: body.encoded())
        }
    }
}

/// What became of one event.
struct EventOutcome {
    /// The event as it was sent.
    let file: EventFile
    /// The answer.
    let reply: GatewayReply
    /// What was not as expected; `nil` when nothing was compared.
    let mismatches: [Mismatch]?
}
