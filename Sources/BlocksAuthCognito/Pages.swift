// SPDX-License-Identifier: Apache-2.0

/// The elements of a list that comes in pages, each fetched when it is reached.
///
/// Every iteration starts anew. What fetching a page throws is an error of the method that gave the list out.
public struct Pages<Element: Sendable>: AsyncSequence, Sendable {
    /// Gives the page behind a token, `nil` for the first, and the token of the next, `nil` at the end.
    typealias Fetch = @Sendable (String?) async throws -> (elements: [Element], next: String?)

    private let fetch: Fetch

    init(fetch: @escaping Fetch) { self.fetch = fetch }

    /// The elements of every page.
    public func all() async throws -> [Element] {
        var elements: [Element] = []
        for try await element in self { elements.append(element) }
        return elements
    }

    /// Starts at the first page.
    public func makeAsyncIterator() -> Iterator { Iterator(fetch: fetch) }

    /// Walks through the pages.
    public struct Iterator: AsyncIteratorProtocol {
        let fetch: Fetch
        private var page: ArraySlice<Element> = []
        private var token: String?
        private var isLast = false

        init(fetch: @escaping Fetch) { self.fetch = fetch }

        /// The next element; `nil` at the end.
        public mutating func next() async throws -> Element? {
            while page.isEmpty, !isLast {
                let (elements, next) = try await fetch(token)
                page = elements[...]
                // A service that repeats its token would keep us here for ever.
                isLast = next == nil || next == token
                token = next
            }
            return page.popFirst()
        }
    }
}
