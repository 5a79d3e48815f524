// SPDX-License-Identifier: Apache-2.0

import BlocksStore
import TestSupport
import Testing

/// The rows of stores hold sessions.
struct PlantedSecretTests {
    @Test func `no textual form of an entry, a page or a condition shows the value`() {
        let mark = "planted-in-store-0001"
        let item = KVItem(key: "k", value: mark, expires: 1)
        for value in [item, KVPage(items: [item], next: nil), KVCondition.valueEquals(mark)] as [Any] {
            expectNoTrace(of: mark, in: value)
        }
    }
}
