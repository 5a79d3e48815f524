// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Sends events to the handler one after the other, as one browser would: cookies and the answer before carry over.
struct EventRunner {
    private let app: LocalApp
    private let checksExpectations: Bool
    private var jar = CookieJar()
    private var lastBody: JSONValue?

    init(app: LocalApp, checksExpectations: Bool) {
        self.app = app
        self.checksExpectations = checksExpectations
    }

    /// Fills in placeholders and cookies, sends the event and compares the answer.
    ///
    /// Throws when the event can't be sent or the handler's answer is none; an answer that is not as expected is an outcome.
    mutating func run(_ file: EventFile) async throws -> EventOutcome {
        do {
            let placeholders = Placeholders(code: app.newestCode, jar: jar, body: lastBody)
            let sent = EventFile(
                path: file.path, event: EventCookies.adding(jar, to: try placeholders.fill(file.event)))
            let reply = try GatewayReply(parsing: await app.reply(to: sent.event.encoded()))
            for cookie in reply.cookies.compactMap(ReceivedCookie.init) { jar.receive(cookie) }
            lastBody = reply.json
            var mismatches: [Mismatch]?
            if checksExpectations, let path = file.expectationPath {
                mismatches = try Expectation(path: path).mismatches(in: reply)
            }
            return EventOutcome(file: sent, reply: reply, mismatches: mismatches)
        } catch let error as ToolError {
            throw ToolError(error.code, "\(file.path): \(error.description)")
        } catch {
            throw ToolError(
                .event, "\(file.path): \(error). The handler takes events of HTTP APIs, REST APIs and function URLs.")
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
