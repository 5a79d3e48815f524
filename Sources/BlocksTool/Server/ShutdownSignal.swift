// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation

/// Something that ends a server: by default SIGINT (Ctrl-C) or SIGTERM.
package struct ShutdownSignal: Sendable {
    private let body: @Sendable () async -> Void

    /// Waits for SIGINT or SIGTERM; a second one then has its usual, immediate effect.
    package init() {
        body = Self.firstSignal
    }

    /// Waits for whatever `body` waits for; for tests.
    init(_ body: @escaping @Sendable () async -> Void) {
        self.body = body
    }

    /// Returns when it is time to stop, or when the task is cancelled.
    func wait() async {
        await body()
    }

    private static func firstSignal() async {
        let numbers = [SIGINT, SIGTERM]
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        for await _ in signals { break }
        for source in sources { source.cancel() }
        for number in numbers { signal(number, SIG_DFL) }
    }
}
