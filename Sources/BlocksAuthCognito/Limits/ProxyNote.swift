// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging
import Synchronization

/// Says once in a process that requests seem to come through a proxy that nobody declared.
///
/// A client can send such a header itself, so that nothing but this line in the log may depend on it.
final class ProxyNote: Sendable {
    private let said = Atomic(false)

    /// Looks at a request that is counted by the address that the front door saw.
    func look(at request: BlocksRequest, _ logger: Logger) {
        // An entry before the front door's own, as a proxy leaves one.
        guard request.clientAddress(trustedProxies: 1) != request.clientAddress(),
            said.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged
        else { return }
        logger.notice(
            "A request came through another proxy, or says so: all clients of a proxy share their limits of attempts",
            metadata: ["help": "behind CloudFront or a proxy of your own set trustedProxies (decision 0031)"])
    }
}
