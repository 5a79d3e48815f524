// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

/// Handlers of connections, events and invocations as an application declares them.
@Suite struct SourceDeclarationTests {
    @Test func `different keys are different handlers`() {
        let mistake = mistake { app in
            app.onWebSocket(.connect) { _, _ in }
            app.onWebSocket(.message) { _, _ in nil }
            app.onWebSocket(.message(route: "add")) { _, _ in "ok" }
            app.onWebSocket(.disconnect) { _, _ in }
            app.onSchedule("a") { _ in }
            app.onSchedule("b") { _ in }
            app.onEvent(source: "a", detailType: "b") { _ in }
            app.onEvent(source: "a") { _ in }
            app.onInvocation("blocks.jobs", "a") { (_: Int) in }
            app.onInvocation("blocks.jobs", "b") { (number: Int) in number }
            app.onInvocation("blocks.jobs") { (number: Int?) in number }
        }
        #expect(mistake == "")
    }

    @Test func `a second handler of a key is a mistake`() {
        #expect(
            mistake { app in
                app.onWebSocket(.message) { _, _ in nil }
                app.onWebSocket(.message(route: "$default")) { _, _ in nil }
            }.contains("Two handlers"))
        #expect(
            mistake { app in
                app.onSchedule("a") { _ in }
                app.onSchedule("a") { _ in }
            }.contains("the schedule 'a'"))
        #expect(
            mistake { app in
                app.onEvent(source: "a", detailType: "b") { _ in }
                app.onEvent(source: "a", detailType: "b") { _ in }
            }.contains("'b' of 'a'"))
        #expect(
            mistake { app in
                app.onInvocation("blocks.jobs") { (_: Int) in }
                app.onInvocation("blocks.jobs", "blocks.jobs") { (_: Int) in }
            }.contains("blocks.jobs"))
    }

    @Test func `names that no event has are mistakes`() {
        #expect(mistake { $0.onWebSocket(.message(route: "")) { _, _ in nil } }.contains("needs a key"))
        for key in ["$connect", "$disconnect", "$", "$Default", "$default "] {
            #expect(mistake { $0.onWebSocket(.message(route: key)) { _, _ in nil } }.contains("API Gateway's own"))
        }
        #expect(mistake { $0.onWebSocket(.message(route: "a$default")) { _, _ in nil } } == "")
        #expect(mistake { $0.onSchedule("") { _ in } }.contains("must be named"))
        #expect(mistake { $0.onSchedule("default/nightly") { _ in } }.contains("must be named"))
        #expect(mistake { $0.onSchedule("arn:aws:events:r:a:rule/nightly") { _ in } }.contains("must be named"))
        #expect(mistake { $0.onEvent(source: "") { _ in } }.contains("not empty"))
        #expect(mistake { $0.onEvent(source: "a", detailType: "") { _ in } }.contains("not empty"))
        for source in ["", "jobs", "blocks", "blocks.", "Blocks.jobs"] {
            #expect(mistake { $0.onInvocation(source, "a") { (_: Int) in } }.contains("must begin with 'blocks.'"))
        }
        #expect(mistake { $0.onInvocation("blocks.jobs", "") { (_: Int) in } }.contains("a name"))
    }

    @Test func `events print without what they hold`() {
        let socket = WebSocketEvent(connectionID: "hush", routeKey: "hush", body: Array("hush".utf8))
        let event = BusEvent(id: "hush", source: "hush", detailType: "hush", detail: "hush")
        for value in [socket, event, ScheduledEvent(name: "hush", event: event)] as [Any] {
            #expect(!printed(value).contains("hush"))
        }
    }
}
