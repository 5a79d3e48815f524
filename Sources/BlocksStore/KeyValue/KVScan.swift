// SPDX-License-Identifier: Apache-2.0

/// The entries of a store, read page by page while they are iterated.
public struct KVScan<Value: Codable & Sendable>: AsyncSequence, Sendable {
    /// A key and its value.
    public typealias Element = (key: String, value: Value)
    /// What reading a page may throw.
    public typealias Failure = KVStoreError

    let driver: any KVDriver
    let includeExpired: Bool
    let now: Int64

    /// Starts at the first page.
    public func makeAsyncIterator() -> Iterator {
        Iterator(scan: self)
    }

    /// Where an iteration stands.
    public struct Iterator: AsyncIteratorProtocol {
        private let scan: KVScan
        private var page: ArraySlice<KVItem> = []
        private var after: String?
        private var isFirst = true

        fileprivate init(scan: KVScan) { self.scan = scan }

        /// The next entry, or `nil` behind the last; an ended entry is skipped unless it was asked for.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(KVStoreError) -> Element? {
            while true {
                while let item = page.popFirst() {
                    guard scan.includeExpired || !item.isExpired(at: scan.now) else { continue }
                    return (item.key, try KVStore<Value>.decode(item))
                }
                guard isFirst || after != nil else { return nil }
                isFirst = false
                let next = try await scan.driver.scan(after: after)
                page = next.items[...]
                after = next.next
            }
        }
    }
}
