// SPDX-License-Identifier: Apache-2.0

import BlocksAuthCognito
import BlocksCore
import Logging

/// Handlers of events that are no requests, one for each source: an example.
///
/// `DEMO_EVENT_SOURCES=1` switches it on; the events in `events/sources` show what becomes of each.
struct EventSources: Sendable {
    let auth: AuthCognito<Pool>

    /// Registers a handler for each source.
    func register(in app: AppBuilder) {
        // The event source mapping of this queue must have `ReportBatchItemFailures`, or failed orders would be lost.
        app.onRecords(from: .queue("orders"), partialFailures: .reported) { try place($0.decode()) }
        app.onRecords(from: .queue("orders.fifo"), partialFailures: .reported) { try place($0.decode()) }
        app.onRecords(from: .stream("clicks"), partialFailures: .reported) { record in
            let click: Click = try record.decode()
            Logger.current.info("a click on \(click.page)")
        }
        app.onRecords(from: .table("notes")) { change in
            Logger.current.info("a note: \(change.kind)", metadata: ["expired": "\(change.isExpiry)"])
        }
        app.onRecords(from: .topic("alerts")) { notice in
            Logger.current.warning("an alert: \(notice.subject ?? "without a subject")")
        }

        app.onWebSocket(.connect) { event, context in
            let user = try await auth.requireAuth(context)
            context.logger.info("\(user.username) is connected", metadata: ["connection": "\(event.connectionID)"])
        }
        app.onWebSocket(.message) { event, _ in event.text.map { "You said: \($0)" } }

        app.onSchedule("nightly") { event in Logger.current.info("good night at \(event.time ?? "an unknown time")") }
        app.onEvent(source: "com.example.shop", detailType: "OrderPlaced") { try place($0.decode()) }
        app.onInvocation("blocks.jobs", "cleanup") { (job: Cleanup) in
            guard let days = job.olderThanDays, days > 0 else { throw ApiError("Say how old is old.", status: 400) }
            return Cleanup.Outcome(removed: 0, olderThanDays: days)
        }
    }

    private func place(_ order: Order) throws {
        guard order.count > 0 else { throw ApiError("Order \(order.id) is of nothing.", status: 400) }
        Logger.current.info("order \(order.id) of \(order.count)")
    }
}

/// What the shop sends.
private struct Order: Decodable {
    let id: String
    let count: Int
}

/// What the site's pages send.
private struct Click: Decodable {
    let page: String
}

/// What the job `cleanup` is asked, and its result.
private struct Cleanup: Decodable {
    let olderThanDays: Int?

    struct Outcome: Encodable {
        let removed: Int
        let olderThanDays: Int
    }
}
