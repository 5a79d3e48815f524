// SPDX-License-Identifier: Apache-2.0

import BlocksBootstrap
import BlocksCore
import BlocksLambda
import Glibc
import Logging

/// A `bootstrap` whose application fails in every way that a test asks for: at start, by a crash, in the log.
@main struct RuntimeProbe { static func main() { LambdaRuntime.run(ProbeApp.self) } }

/// What the tests call; needs nothing of AWS.
struct ProbeApp: BlocksApp {
    static func build(_ app: AppBuilder) throws {
        try failIfAsked(app.platform.environment["PROBE_START"])
        let logger = app.platform.logger
        app.export(
            "api",
            ApiNamespace(app.scope("probe"), "api") {
                Method("greet", "name") { (_, name: String) in "Hello, \(name)!" }
                Method("log", "text") { (context, text: String) in
                    context.logger.info("by the request's logger", metadata: ["text": .string(text)])
                    logger.warning("by the platform's logger: \(text)")
                    logger.debug("seen at level debug only")
                    return true
                }
                Method("traceVariable") { _ in getenv("_X_AMZN_TRACE_ID").map { String(cString: $0) } ?? "unset" }
                Method("die", "how") { (_, how: String) in die(how) }
            })
    }

    private static func failIfAsked(_ how: String?) throws {
        switch how {
        case "missing": throw ConfigurationError("Set POOL_ID to the pool's id.", setting: "POOL_ID")
        case "unreadable":
            throw ConfigurationError("The secret can't be read.", setting: "SECRET", kind: .unreadable)
        case "key": throw ConfigurationError("KEY is no key.", setting: "KEY", kind: .key)
        default: break
        }
    }

    private static func die(_ how: String) -> Int {
        switch how {
        case "overflow": return Int.max - (how.utf8.count - 9) + how.utf8.count
        case "null": return UnsafePointer<Int>(bitPattern: how.utf8.count * 2)?.pointee ?? 0
        case "stack": return descend(how.utf8.count)
        case "abort": abort()
        case "fpe": return Int(raise(SIGFPE))
        case "bus": return Int(raise(SIGBUS))
        case "trap": return Int(raise(SIGTRAP))
        case "exit": exit(7)
        default: return 0
        }
    }

    /// Deeper than any stack; the sum after the call keeps it from becoming a loop.
    @inline(never) private static func descend(_ depth: Int) -> Int {
        depth < 0
            ? 0
            : withUnsafeTemporaryAllocation(of: Int.self, capacity: 64) { room in
                room.initialize(repeating: depth)
                return descend(depth &+ 1) &+ room[depth & 63]
            }
    }
}
